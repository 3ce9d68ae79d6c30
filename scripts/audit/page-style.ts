/** The look of the audit's page: light and dark, narrow and printed. Colors differ from their ground by 4.5 to 1 or more (WCAG 1.4.3). */
export const STYLE = `
:root{color-scheme:light dark;--ground:#fff;--text:#1c2430;--soft:#4a5565;--line:#c9d0da;--card:#f3f5f8;--bar:#1f5fbf;--critical:#b3261e;--high:#b25000;--medium:#7a6200;--low:#4a5565}
@media (prefers-color-scheme:dark){:root{--ground:#12161c;--text:#e8ecf2;--soft:#aab4c2;--line:#3a4452;--card:#1b212a;--bar:#7fb0ff;--critical:#ff8a80;--high:#ffb070;--medium:#e6cf5c;--low:#aab4c2}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:75rem;padding:1.5rem 1rem 4rem;background:var(--ground);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
h1{margin:0;font-size:1.75rem;line-height:1.2}h2{margin:2rem 0 .75rem;font-size:1.15rem}
header p{margin:.5rem 0 0;color:var(--soft);overflow-wrap:anywhere}
.figures{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));margin:0}
.figures div{padding:.75rem 1rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card)}
.figures dt{color:var(--soft)}.figures dd{margin:0}.figures strong{display:block;font-size:1.9rem;line-height:1.2;font-variant-numeric:tabular-nums}
.charts{display:grid;gap:0 2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr))}
table{width:100%;border-collapse:collapse}th,td{padding:.35rem .6rem;border-bottom:1px solid var(--line);text-align:start;vertical-align:top}
thead th{color:var(--soft);font-weight:600}tbody th{font-weight:400;overflow-wrap:anywhere}
.number{text-align:end;font-variant-numeric:tabular-nums}
.bar{width:45%}.bar svg{display:block;width:100%;height:1rem;margin-top:.25rem}.bar rect{fill:var(--bar)}
.critical .bar rect{fill:var(--critical)}.high .bar rect{fill:var(--high)}.medium .bar rect{fill:var(--medium)}.low .bar rect{fill:var(--low)}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:.5rem}.scroll td,.scroll th{white-space:nowrap}.scroll tr:last-child td{border-bottom:0}
summary{cursor:pointer;padding:.25rem 0}:focus-visible{outline:2px solid var(--bar);outline-offset:2px}
@media print{body{max-width:none;padding:0}.scroll{overflow:visible;border:0}.scroll td,.scroll th{white-space:normal}tr,.figures div{break-inside:avoid}}
`;
