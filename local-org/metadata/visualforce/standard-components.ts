/**
 * The components that every org has under `apex:` and their attributes, in lower case (Visualforce Developer Guide, "Standard
 * Component Reference"). The attributes of all components are one list: it is what tells a slip from a name.
 */

export const STANDARD_COMPONENTS: ReadonlySet<string> = new Set([
  ...['actionfunction', 'actionpoller', 'actionregion', 'actionstatus', 'actionsupport', 'areaseries', 'attribute'],
  ...['axis', 'barseries', 'canvasapp', 'chart', 'chartlabel', 'charttips', 'column', 'commandbutton', 'commandlink'],
  ...['component', 'componentbody', 'componentexample', 'composition', 'datalist', 'datatable', 'define'],
  ...['description', 'detail', 'dynamiccomponent', 'emailpublisher', 'enhancedlist', 'facet', 'flash', 'form'],
  ...['gaugeseries', 'iframe', 'image', 'include', 'includelightning', 'includescript', 'inlineeditsupport', 'input'],
  ...['inputcheckbox', 'inputfield', 'inputfile', 'inputhidden', 'inputsecret', 'inputtext', 'inputtextarea'],
  ...['insert', 'legend', 'lineseries', 'listviews', 'logcallpublisher', 'map', 'mapinfowindow', 'mapmarker'],
  ...['message', 'messages', 'milestonetracker', 'outputfield', 'outputlabel', 'outputlink', 'outputpanel'],
  ...['outputtext', 'page', 'pageblock', 'pageblockbuttons', 'pageblocksection', 'pageblocksectionitem'],
  ...['pageblocktable', 'pagemessage', 'pagemessages', 'panelbar', 'panelbaritem', 'panelgrid', 'panelgroup'],
  ...['param', 'pieseries', 'radarseries', 'relatedlist', 'remoteobjectfield', 'remoteobjectmodel'],
  ...['remoteobjects', 'repeat', 'scatterseries', 'scontrol', 'sectionheader', 'selectcheckboxes', 'selectlist'],
  ...['selectoption', 'selectoptions', 'selectradio', 'slds', 'stylesheet', 'tab', 'tabpanel', 'toolbar'],
  ...['toolbargroup', 'variable', 'vote'],
]);

/** Handlers of the browser, which many components pass on. */
const HANDLERS = [
  ...['blur', 'change', 'click', 'dblclick', 'focus', 'keydown', 'keypress', 'keyup', 'mousedown', 'mousemove'],
  ...['mouseout', 'mouseover', 'mouseup', 'reset', 'select', 'submit'],
];
/** Parts of a component with handlers of their own, e.g. `onRowClick`, `headeronclick`. */
const PARTS = ['on', 'onrow', 'ondata', 'onlabel', 'onitem', 'headeron', 'footeron'];

export const STANDARD_ATTRIBUTES: ReadonlySet<string> = new Set([
  ...PARTS.flatMap((part) => HANDLERS.map((handler) => part + handler)),
  ...['onbeforedomupdate', 'oncanvasapperror', 'oncanvasappload', 'oncomplete', 'onenter', 'onleave', 'onstart'],
  ...['onstop', 'onsubmitfailure', 'onsubmitsuccess', 'ontabenter', 'ontableave', 'onload', 'onmouseenter'],
  ...['accept', 'acceptcharset', 'access', 'accesskey', 'action', 'activetabclass', 'align', 'allowdml', 'alt'],
  ...['animate', 'apiversion', 'applicationname', 'applybodytag', 'applyhtmltag', 'assignto', 'autocollapsebody'],
  ...['axis', 'background', 'bgcolor', 'border', 'bordervisible', 'breakbefore', 'cache', 'canvasid', 'captionclass'],
  ...['captionstyle', 'cellpadding', 'cellspacing', 'center', 'changedstyleclass', 'charset', 'collapsible', 'color'],
  ...['colorset', 'colorsprogresswithinseries', 'cols', 'colspan', 'columnclasses', 'columns', 'columnswidth'],
  ...['componentvalue', 'containerid', 'contentclass', 'contentstyle', 'contenttype', 'controller', 'controlname'],
  ...['coords', 'create', 'customizable', 'dashsize', 'data', 'datafield', 'datastyle', 'datastyleclass'],
  ...['datatitle', 'default', 'deferlastcommanduntilready', 'delete', 'demopage', 'description', 'detail'],
  ...['developername', 'dir', 'disabled', 'disabledclass', 'disabledtabclass', 'disabledefault', 'display'],
  ...['doctype', 'donut', 'enabled', 'enabledclass', 'encode', 'enctype', 'entityfields', 'entityid', 'escape'],
  ...['event', 'examplepage', 'expanded', 'expires', 'extensions', 'field', 'fields', 'filename', 'filesize', 'fill'],
  ...['fillcolor', 'first', 'flashvars', 'floating', 'focus', 'font', 'footerclass', 'footercolspan', 'footerdir'],
  ...['footerlang', 'footerstyle', 'footertitle', 'footervalue', 'for', 'forcessl', 'frame', 'frameborder'],
  ...['globalonly', 'grid', 'gridfill', 'groupgutter', 'gutter', 'headeralignment', 'headerclass'],
  ...['headerclassactive', 'headercolspan', 'headerdir', 'headerlang', 'headerspacing', 'headerstyle'],
  ...['headerstyleactive', 'headertitle', 'headervalue', 'height', 'help', 'helptext', 'helptitle', 'helpurl'],
  ...['hidden', 'hideonedit', 'highlight', 'highlightcolor', 'highlightlinewidth', 'highlightopacity'],
  ...['highlightstroke', 'highlightstrokecolor', 'highlightstrokewidth', 'hreflang', 'icon', 'id', 'image'],
  ...['imageurl', 'immediate', 'inactivetabclass', 'inlineedit', 'interval', 'invokeafteraction', 'ismap'],
  ...['itemdescription', 'itemdisabled', 'itemescaped', 'itemlabel', 'items', 'itemseparator', 'itemvalue'],
  ...['jsnamespace', 'jsshorthand', 'label', 'labelfield', 'labelstyle', 'labelstyleclass', 'labeltitle'],
  ...['labelwidth', 'lang', 'language', 'layout', 'legend', 'legendinvisible', 'legendtext'],
  ...['lightningstylesheets', 'list', 'listid', 'loadonready', 'location', 'logcallbody', 'logcallbodyheight'],
  ...['longdesc', 'loop', 'manifest', 'maptype', 'margin', 'markerfill', 'markersize', 'markertype', 'maxheight'],
  ...['maximum', 'maxlength', 'maxwidth', 'minimum', 'minmargin', 'mode', 'multiselect', 'name'],
  ...['namespaceprefix', 'needle', 'objectid', 'opacity', 'orientation', 'padding', 'pagename', 'pagesize'],
  ...['pagestyle', 'parameters', 'play', 'position', 'prependid', 'printurl', 'readonly', 'recordsetname'],
  ...['recordsetvar', 'redisplay', 'rel', 'relatedlist', 'relatedlisthover', 'renderas', 'rendered'],
  ...['rendererfn', 'renderregiononly', 'renderto', 'required', 'rerender', 'resetfunction', 'resizable'],
  ...['retrieve', 'rev', 'richtext', 'rotate', 'rowclasses', 'rows', 'rowsperpage', 'rowspan', 'rules'],
  ...['scrollbars', 'scrollby', 'scrolling', 'selected', 'selectedtab', 'selfclosing', 'separatorclass', 'setup'],
  ...['severity', 'shape', 'showadditionalfields', 'showchat', 'showchatter', 'showdatepicker', 'showdetail'],
  ...['showheader', 'showinlegend', 'showonedit', 'showonload', 'showquickactionvfheader', 'showsubmitbutton'],
  ...['sidebar', 'size', 'smooth', 'spacing', 'src', 'stacked', 'standardcontroller', 'standardstylesheets'],
  ...['startstyle', 'startstyleclass', 'starttext', 'status', 'steps', 'stopstyle', 'stopstyleclass', 'stoptext'],
  ...['strength', 'strokecolor', 'strokewidth', 'style', 'styleclass', 'subject', 'submitbuttonname'],
  ...['submitfunctionname', 'subtitle', 'summary', 'switchtype', 'tabclass', 'tabindex', 'taborderhint'],
  ...['tabstyle', 'target', 'template', 'theme', 'timeout', 'tips', 'title', 'trackmouse', 'type', 'update', 'url'],
  ...['usemap', 'value', 'valuefield', 'var', 'width', 'wizard', 'xfield', 'xpadding', 'yfield', 'ypadding'],
  ...['zoomlevel'],
  // Publishers and trackers of the Case Feed.
  ...['bccvisibility', 'ccvisibility', 'emailbody', 'emailbodyformat', 'emailbodyheight', 'enablequicktext'],
  ...['expandableheader', 'fromaddresses', 'fromvisibility', 'sendfunctionname', 'showattachments', 'showsendbutton'],
  ...['showtemplates', 'subjectvisibility', 'toaddresses', 'tovisibility', 'verticalresize', 'bccaddresses'],
  ...['ccaddresses', 'emailsubject'],
]);
