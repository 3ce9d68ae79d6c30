import { describe, expect, it } from '@jest/globals';
import { findBrowser } from '../../support/browser.ts';

describe('looking for a browser', () => {
  it('takes CHROME_PATH before anything else', () => {
    expect(findBrowser({ CHROME_PATH: '/opt/chrome' }, () => true)).toEqual({ executable: '/opt/chrome' });
  });

  it('says when CHROME_PATH names no file, instead of taking another browser', () => {
    expect(findBrowser({ CHROME_PATH: '/opt/gone' }, () => false).remedy).toBe(
      'CHROME_PATH is /opt/gone, and there is no such file: correct it, or unset it.',
    );
  });

  it('finds the Chromium that Debian installs', () => {
    expect(findBrowser({}, (file) => file === '/usr/bin/chromium')).toEqual({ executable: '/usr/bin/chromium' });
  });

  it('says in one line how to get one', () => {
    const { remedy } = findBrowser({}, () => false);
    expect(remedy).toContain('apt-get install chromium');
    expect(remedy).not.toContain('\n');
  });
});
