/** Holds one deployed component on the page; when the component fails, says which one and why instead of a blank page. */
import { LightningElement, api } from 'lwc';

export default class ComponentHost extends LightningElement {
  /** API name of the bundle, without namespace. @type {string} */
  @api name = '';
  /** The compiled component. @type {typeof LightningElement | undefined} */
  @api constructorOf;
  /** Values for its public properties. @type {Record<string, unknown>} */
  @api properties = {};

  /** @type {string | undefined} */
  failure;

  /**
   * @param {Error} error
   * @param {string} stack which component of the tree it was
   */
  errorCallback(error, stack) {
    console.error(`Component c:${this.name} failed`, error, stack);
    this.failure = error instanceof Error ? error.message : String(error);
  }

  handleReload() {
    window.location.reload();
  }
}
