/** What the browser modules use of packages that are compiled with them and carry no types of their own. */
declare module 'lightning/toast' {
  export default class Toast {}
}
declare module 'lightning/toastContainer' {
  import type { LightningElement } from 'lwc';

  const ToastContainer: typeof LightningElement;
  export default ToastContainer;
}
declare module 'lightning/showToastEvent' {
  export const SHOW_TOAST_EVENT_NAME: string;
}
