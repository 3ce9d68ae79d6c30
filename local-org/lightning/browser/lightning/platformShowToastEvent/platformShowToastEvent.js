/** `lightning/platformShowToastEvent`: the event that a component dispatches; `lightning-toast-container` in the page shows it. */
import Toast from 'lightning/toast';
import { SHOW_TOAST_EVENT_NAME } from 'lightning/showToastEvent';

/** The platform's spelling in this event -> the toast component's. `pester` is a toast that goes by itself. */
const MODES = { dismissable: 'dismissible', dismissible: 'dismissible', pester: 'dismissible', sticky: 'sticky' };

export const ShowToastEventName = SHOW_TOAST_EVENT_NAME;

export class ShowToastEvent extends CustomEvent {
  /**
   * @param {{ title?: string, message?: string, variant?: string, mode?: keyof typeof MODES, messageData?: unknown }} toast
   *   `title` is required; `variant` is info (default), success, warning or error
   */
  constructor(toast) {
    super(SHOW_TOAST_EVENT_NAME, { bubbles: true, composed: true, cancelable: true, detail: { toast: Toast } });
    this.toastAttributes = {
      title: toast.title,
      message: toast.message,
      messageData: toast.messageData,
      mode: MODES[toast.mode ?? 'dismissable'] ?? 'dismissible',
      type: toast.variant ?? 'info',
    };
  }
}
