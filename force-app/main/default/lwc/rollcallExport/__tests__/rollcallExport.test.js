import { HEADINGS, csvLines, csvStart, fileName, saveFile } from 'c/rollcallExport';

describe('c-rollcall-export', () => {
  it('starts with the mark of UTF-8 and a line of headings', () => {
    const start = csvStart('users');
    expect(start.charCodeAt(0)).toBe(0xfeff);
    expect(start).toContain('User ID,Name,Username,Email,Federation ID,Source,Matched by');
    expect(start.endsWith('Evaluated (UTC)\r\n')).toBe(true);
    expect(csvStart('findings')).toContain('Reason code,Reason,');
  });

  it('has a heading for every cell that Apex sends (RollcallExport)', () => {
    expect(HEADINGS.users).toHaveLength(22);
    expect(HEADINGS.findings).toHaveLength(17);
    for (const headings of Object.values(HEADINGS)) {
      expect(new Set(headings).size).toBe(headings.length);
    }
  });

  it('ends every line as RFC 4180 has it', () => {
    expect(csvLines([['a', 'b'], ['c']])).toBe('a,b\r\nc\r\n');
    expect(csvLines([])).toBe('');
  });

  it.each([
    ['a comma', 'Sales, EMEA', '"Sales, EMEA"'],
    ['quotes', 'the "best"', '"the ""best"""'],
    ['a line break', 'one\r\ntwo', '"one\r\ntwo"'],
    ['blanks at an end', ' Sales', '" Sales"'],
    ['nothing special', 'Ångström 東京', 'Ångström 東京'],
  ])('quotes a cell with %s only where it must', (_what, text, cell) => {
    expect(csvLines([[text]])).toBe(`${cell}\r\n`);
  });

  it.each([
    '=HYPERLINK("https://example.com")',
    '+1',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1',
    '\uFF1D1',
    '\uFF0B1',
    '\uFF0D1',
    '\uFF201',
  ])('makes plain text of %j, which a spreadsheet would calculate', (text) => {
    const line = csvLines([[text]]);
    expect(line.replace(/^"/, '').startsWith("'")).toBe(true);
  });

  it('leaves alone what only contains such signs', () => {
    expect(csvLines([['ada-1@example.com', '2026-01-01 00:00:00', 'a=b']])).toBe(
      'ada-1@example.com,2026-01-01 00:00:00,a=b\r\n',
    );
  });

  it('names the file by what is in it and by the day', () => {
    expect(fileName('users', new Date(2026, 0, 2))).toBe('rollcall-users-2026-01-02.csv');
    expect(fileName('findings', new Date(2026, 10, 22))).toBe('rollcall-findings-2026-11-22.csv');
  });

  it('has the browser save a type of file that Lightning Web Security lets through', () => {
    const made = jest.fn();
    URL.createObjectURL = jest.fn((blob) => {
      made(blob.type, blob.size);
      return 'blob:rollcall';
    });
    URL.revokeObjectURL = jest.fn();
    const pressed = jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click() {
      made(this.download, this.href);
    });
    saveFile('rollcall.csv', ['a,b\r\n', 'c,d\r\n']);
    expect(made.mock.calls).toEqual([
      ['application/octet-stream', 10],
      ['rollcall.csv', 'blob:rollcall'],
    ]);
    expect(URL.revokeObjectURL).toHaveBeenCalledWith('blob:rollcall');
    pressed.mockRestore();
  });
});
