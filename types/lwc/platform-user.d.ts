/** Who runs the page (LWC guide, "Get Information About the Current User"). */
declare module '@salesforce/user/Id' {
  /** 18 characters. */
  const userId: string;
  export default userId;
}
