import { createElement } from 'lwc';
import getSchedule from '@salesforce/apex/ProvisioningConsoleController.getSchedule';
import setSchedule from '@salesforce/apex/ProvisioningConsoleController.setSchedule';
import RollcallScheduleModal from 'c/rollcallScheduleModal';

jest.mock('@salesforce/apex/ProvisioningConsoleController.getSchedule', () => ({ default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/ProvisioningConsoleController.setSchedule', () => ({ default: jest.fn() }), {
  virtual: true,
});

const schedule = {
  isDeltaHourly: true,
  isFullNightly: false,
  fullHour: 2,
  nextDelta: '2026-11-22T10:20:00.000Z',
  nextFull: null,
};

/** Lets answered calls arrive and the component render. */
const settle = () => jest.advanceTimersByTimeAsync(0);

async function show() {
  const element = createElement('c-rollcall-schedule-modal', { is: RollcallScheduleModal });
  const closed = jest.fn();
  element.addEventListener('closed', ({ detail }) => closed(detail));
  document.body.appendChild(element);
  await settle();
  return { element, closed };
}

const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);

async function enter(element, id, detail) {
  find(element, id).dispatchEvent(new CustomEvent('change', { detail }));
  await settle();
}

async function press(element, id) {
  find(element, id).click();
  await settle();
  await settle();
}

describe('c-rollcall-schedule-modal', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    getSchedule.mockResolvedValue(schedule);
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
    jest.useRealTimers();
  });

  it('shows what is scheduled and when it starts next', async () => {
    const { element } = await show();
    expect(find(element, 'delta').checked).toBe(true);
    expect(find(element, 'next-delta').textContent).toMatch(/^Next start: .*2026/);
    expect(find(element, 'full').checked).toBe(false);
    expect(find(element, 'next-full')).toBeNull();
    expect(find(element, 'hour').disabled).toBe(true);
    expect(find(element, 'hour').options).toHaveLength(24);
    expect(find(element, 'hour').options[2].label).toContain('2:40');
  });

  it('saves what was chosen and closes with it', async () => {
    const saved = { ...schedule, isDeltaHourly: false, isFullNightly: true, fullHour: 23 };
    setSchedule.mockResolvedValue(saved);
    const { element, closed } = await show();
    await enter(element, 'delta', { checked: false });
    await enter(element, 'full', { checked: true });
    expect(find(element, 'next-delta')).toBeNull();
    expect(find(element, 'hour').disabled).toBe(false);
    await enter(element, 'hour', { value: '23' });
    await press(element, 'save');
    expect(setSchedule).toHaveBeenCalledWith({ kinds: ['Full'], fullHour: 23 });
    expect(closed).toHaveBeenCalledWith(saved);
  });

  it('closes without saving', async () => {
    const { element, closed } = await show();
    await press(element, 'cancel');
    expect(setSchedule).not.toHaveBeenCalled();
    expect(closed).toHaveBeenCalledTimes(1);
  });

  it('shows why the schedule could not be read and tries again when asked', async () => {
    getSchedule.mockReset();
    getSchedule.mockRejectedValueOnce({ body: { message: 'Offline' } }).mockResolvedValueOnce(schedule);
    const { element } = await show();
    expect(find(element, 'save').disabled).toBe(true);
    element.shadowRoot.querySelector('c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    await settle();
    expect(element.shadowRoot.querySelector('c-rollcall-error-panel')).toBeNull();
    expect(find(element, 'delta').checked).toBe(true);
  });

  it('keeps the keyboard in the window when the schedule cannot be read again either', async () => {
    getSchedule.mockReset();
    getSchedule.mockRejectedValue({ body: { message: 'Offline' } });
    const { element } = await show();
    const focus = jest.spyOn(find(element, 'cancel'), 'focus');
    element.shadowRoot.querySelector('c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    await settle();
    expect(focus).toHaveBeenCalledTimes(1);
  });

  it('keeps the choices when saving failed', async () => {
    setSchedule.mockRejectedValueOnce({ body: { message: 'Too many jobs' } }).mockResolvedValueOnce(schedule);
    const { element, closed } = await show();
    await enter(element, 'full', { checked: true });
    const focus = jest.spyOn(find(element, 'save'), 'focus');
    await press(element, 'save');
    await settle();
    expect(element.shadowRoot.querySelector('c-rollcall-error-panel')).not.toBeNull();
    expect(find(element, 'full').checked).toBe(true);
    expect(focus).toHaveBeenCalledTimes(1);
    element.shadowRoot.querySelector('c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    await settle();
    expect(setSchedule).toHaveBeenCalledTimes(2);
    expect(setSchedule).toHaveBeenLastCalledWith({ kinds: ['Delta', 'Full'], fullHour: 2 });
    expect(closed).toHaveBeenCalledWith(schedule);
  });

  it('is accessible', async () => {
    const { element } = await show();
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });
});
