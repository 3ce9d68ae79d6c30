/** Names in expressions of Visualforce, and attributes of its components (Visualforce Developer Guide). */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { manifest, problemTexts, testOrg, WIDGET, xml } from '../support/package.ts';
import type { Files, TestOrg } from '../support/package.ts';

const META = '<apiVersion>67.0</apiVersion>';
const klass = (name: string, body: string): Files => ({
  [`classes/${name}.cls`]: body,
  [`classes/${name}.cls-meta.xml`]: xml('ApexClass', `${META}\n<status>Active</status>`),
});

const PARTS: Files = {
  'objects/Part__c.object': xml(
    'CustomObject',
    `<deploymentStatus>Deployed</deploymentStatus>
<fields><fullName>Size__c</fullName><label>Size</label><precision>5</precision><scale>0</scale><type>Number</type></fields>
<fields><fullName>Widget__c</fullName><label>Widget</label><referenceTo>Widget__c</referenceTo><relationshipLabel>Parts</relationshipLabel><relationshipName>Parts</relationshipName><type>Lookup</type></fields>
<label>Part</label><nameField><label>Name</label><type>Text</type></nameField><pluralLabel>Parts</pluralLabel><sharingModel>ReadWrite</sharingModel>`,
  ),
};
const CLASSES: Files = {
  ...klass(
    'WidgetBase',
    'public virtual class WidgetBase { public String heading { get; set; } public PageReference leave() { return null; } }',
  ),
  ...klass(
    'WidgetExtension',
    `public class WidgetExtension extends WidgetBase {
  public class Row { public Part__c part { get; set; } public Boolean chosen { get; set; } }
  public List<Row> rows { get; private set; }
  public Widget__c getCopy() { return null; }
  public Map<String, Row> byName { get; set; }
  public void setFilter(String value) {}
  public WidgetExtension(ApexPages.StandardController controller) {}
  public PageReference publish() { return null; }
  @RemoteAction public static String ask(String text) { return text; }
}`,
  ),
  ...klass('WidgetJob', 'public class WidgetJob extends Absent.Base { public String name { get; set; } }'),
};
const BOX = `<apex:component>
  <apex:attribute name="title" type="String" required="true" description="t"/>
  <apex:attribute name="rows" type="Object" description="r"/>
  <apex:repeat value="{!rows}" var="row"><apex:componentBody/></apex:repeat>{!title}
</apex:component>`;

let org: TestOrg;
beforeAll(() => {
  org = testOrg();
  org.deploy({ 'package.xml': manifest({ CustomObject: ['Widget__c', 'Part__c'] }), ...WIDGET, ...PARTS });
});

/** Problems of a page with these attributes and body. */
function problems(attributes: string, body: string): string[] {
  const outcome = org.deploy(
    {
      'package.xml': manifest({ ApexClass: ['*'], ApexPage: ['*'], ApexComponent: ['*'] }),
      ...CLASSES,
      'components/Box.component': BOX,
      'components/Box.component-meta.xml': xml('ApexComponent', `${META}\n<label>Box</label>`),
      'pages/P.page': `<apex:page ${attributes}>${body}</apex:page>`,
      'pages/P.page-meta.xml': xml('ApexPage', `${META}\n<label>P</label>`),
    },
    { checkOnly: true },
  );
  return problemTexts(outcome);
}

const STANDARD = 'standardController="Widget__c"';
const EXTENDED = `${STANDARD} extensions="WidgetExtension"`;

describe('a page', () => {
  it.each([
    [
      'fields and actions of the standard controller',
      STANDARD,
      '{!Widget__c.Name} {!widget__c.owner.Email} {!save} {!id}',
    ],
    [
      'children, and their fields',
      STANDARD,
      '<apex:repeat value="{!Widget__c.Parts__r}" var="p">{!p.Size__c}{!p.Widget__r.Code__c}</apex:repeat>',
    ],
    [
      'a list controller',
      'standardController="Account" recordSetVar="accounts"',
      '{!next} {!hasNext} {!filterId} {!listViewOptions} <apex:dataTable value="{!accounts}" var="a">{!a.Owner.Name}</apex:dataTable>',
    ],
    [
      'members of extensions and their ancestors',
      EXTENDED,
      '<apex:form><apex:commandButton action="{!publish}"/><apex:commandLink action="{!leave}"/>{!heading}{!filter}</apex:form>',
    ],
    [
      'objects of own classes',
      EXTENDED,
      '<apex:repeat value="{!rows}" var="r">{!r.part.Size__c}{!r.chosen}</apex:repeat>{!copy.Code__c}{!byName["x"].chosen}{!rows.size}',
    ],
    [
      'functions, strings and operators',
      STANDARD,
      `{!IF(Widget__c.Name == 'a.b' && NOT(ISBLANK(Widget__c.Code__c)), "no.field", /* no.field */ TODAY())} {!null}{!true || false}`,
    ],
    [
      'parameters of a link',
      'controller="WidgetExtension"',
      `{!URLFOR($Page.P, null, [id=copy.Id, tab = 'a', rank=heading])}`,
    ],
    [
      'variables of the body of a component',
      STANDARD,
      '<c:Box title="a" rows="{!Widget__c.Parts__r}">{!row.Size__c}</c:Box>',
    ],
    [
      'global variables',
      STANDARD,
      '{!$User.FirstName}{!$Api.Session_ID}{!$Component.a.b}{!$CurrentPage.parameters.x}{!$ObjectType.Widget__c.label}{!$RemoteAction.WidgetExtension.ask}{!$Organization.Name}',
    ],
    [
      'attributes of HTML that are passed on',
      STANDARD,
      '<apex:form><apex:input html-placeholder="x" value="{!Widget__c.Name}" styleClass="s" onchange="a()"/></apex:form>',
    ],
    ['a class that descends from one of an installed package', 'controller="WidgetJob"', '{!anything}'],
    ['markup in comments', STANDARD, '<!-- {!nothing} <apex:nothing/> -->'],
  ])('may use %s', (_, attributes, body) => {
    expect(problems(attributes, body).filter((text) => !/Absent/.test(text))).toEqual([]);
  });

  it.each([
    ['a field', STANDARD, '{!Widget__c.Nam}', 'Invalid field Nam for SObject Widget__c'],
    [
      'a field behind a lookup',
      STANDARD,
      '<apex:repeat value="{!Widget__c.Parts__r}" var="p">{!p.Widget__r.Cod__c}</apex:repeat>',
      'Invalid field Cod__c for SObject Widget__c',
    ],
    [
      'a field of a row of a list controller',
      `${STANDARD} recordSetVar="widgets"`,
      '<apex:pageBlockTable value="{!widgets}" var="w"><apex:column value="{!w.Cod__c}"/></apex:pageBlockTable>',
      'Invalid field Cod__c for SObject Widget__c',
    ],
    [
      'a component under a slip',
      STANDARD,
      '<apx:variable var="v" value="{!v}"/>{!v}',
      'Component apx:variable does not exist',
    ],
    [
      'a list of children',
      STANDARD,
      '<apex:repeat value="{!Widget__c.Partz__r}" var="p"/>',
      'Invalid field Partz__r for SObject Widget__c',
    ],
    [
      'an action of the standard controller',
      STANDARD,
      '<apex:form><apex:commandButton action="{!sav}"/></apex:form>',
      "Unknown method 'Widget__cStandardController.sav()'",
    ],
    ['a member of the extensions', EXTENDED, '{!titel}', "Unknown property 'Widget__cStandardController.titel'"],
    [
      'a member of a controller',
      'controller="WidgetExtension"',
      '{!titel}',
      "Unknown property 'WidgetExtension.titel'",
    ],
    [
      'a member of an object',
      EXTENDED,
      '<apex:repeat value="{!rows}" var="r">{!r.picked}</apex:repeat>',
      "Unknown property 'WidgetExtension.Row.picked'",
    ],
    ['a field of a record in an object', EXTENDED, '{!copy.Cod__c}', 'Invalid field Cod__c for SObject Widget__c'],
    ['a name without any controller', '', '{!titel}', "Unknown property 'titel'"],
    [
      'a component',
      STANDARD,
      '<apex:inputFeild value="{!Widget__c.Name}"/>',
      'Component apex:inputFeild does not exist',
    ],
    [
      'an attribute',
      STANDARD,
      '<apex:outputText valu="{!Widget__c.Name}"/>',
      'Unsupported attribute valu in <apex:outputText>',
    ],
    [
      'an attribute of an own component',
      STANDARD,
      '<c:Box titel="a" title="b"/>',
      'Unsupported attribute titel in <c:Box>',
    ],
    [
      'an attribute that an own component asks for',
      STANDARD,
      '<c:Box/>',
      'Missing required attribute title in <c:Box>',
    ],
    ['a function', STANDARD, '{!JSENCOED(Widget__c.Name)}', 'Unknown function JSENCOED. Check spelling.'],
    [
      'an attribute that would have brought names',
      'standardController="Widget__c" extensoins="WidgetExtension"',
      '{!heading}',
      'Unsupported attribute extensoins in <apex:page>',
    ],
    ['a global variable', STANDARD, '{!$Lable.x}', 'Field $Lable does not exist. Check spelling.'],
    ['a field of the user', STANDARD, '{!$User.Shoe__c}', 'Field $User.Shoe__c does not exist. Check spelling.'],
    ['a setting', STANDARD, '{!$Setup.Gone__c.On__c}', 'Field $Setup.Gone__c.On__c does not exist. Check spelling.'],
    ['a permission', STANDARD, '{!$Permission.Gone}', 'Field $Permission.Gone does not exist. Check spelling.'],
    [
      'an object',
      STANDARD,
      '{!$ObjectType.Gone__c.label}',
      'Field $ObjectType.Gone__c does not exist. Check spelling.',
    ],
    [
      'a set of fields',
      STANDARD,
      '{!$ObjectType.Widget__c.FieldSets.Gone}',
      'Field $ObjectType.Widget__c.FieldSets.Gone does not exist. Check spelling.',
    ],
    [
      'a remote action',
      STANDARD,
      '{!$RemoteAction.WidgetExtension.aks}',
      'Field $RemoteAction.WidgetExtension.aks does not exist. Check spelling.',
    ],
    ['a page that it includes', STANDARD, '<apex:include pageName="Gone"/>', 'Page Gone does not exist'],
    [
      'a field of a remote object',
      STANDARD,
      '<apex:remoteObjects><apex:remoteObjectModel name="Widget__c" fields="Id,Gone__c"/></apex:remoteObjects>',
      'Invalid field Gone__c for SObject Widget__c',
    ],
  ])('must not use %s that is not there', (_, attributes, body, problem) => {
    expect(problems(attributes, body).filter((text) => !/Absent/.test(text))).toEqual([problem]);
  });
});

describe('a template of e-mails', () => {
  function templateProblems(attributes: string, body: string): string[] {
    const outcome = org.deploy(
      {
        'package.xml': manifest({ EmailTemplate: ['unfiled$public/T'] }),
        'email/unfiled$public/T.email': `<messaging:emailTemplate ${attributes} subject="s"><messaging:plainTextEmailBody>${body}</messaging:plainTextEmailBody></messaging:emailTemplate>`,
        'email/unfiled$public/T.email-meta.xml': xml(
          'EmailTemplate',
          `${META}\n<available>true</available><encodingKey>UTF-8</encodingKey><name>T</name><style>none</style><subject>s</subject><type>visualforce</type>`,
        ),
      },
      { checkOnly: true },
    );
    return problemTexts(outcome);
  }

  it('may use its recipient and what it is about', () => {
    const attributes = 'recipientType="User" relatedToType="Widget__c"';
    expect(templateProblems(attributes, '{!recipient.FirstName} {!relatedTo.Owner.Name} {!relatedTo.Code__c}')).toEqual(
      [],
    );
    expect(templateProblems(attributes, '{!relatedTo.Cod__c}')).toEqual(['Invalid field Cod__c for SObject Widget__c']);
    expect(templateProblems('recipientType="User" relatedToType="Gone__c"', '{!relatedTo.Name}')).toEqual([
      'In field: relatedToType - no CustomObject named Gone__c found',
    ]);
  });
});

describe('an attribute of a component', () => {
  const typeProblem = (type: string): string[] =>
    problemTexts(
      org.deploy(
        {
          'package.xml': manifest({ ApexClass: ['*'], ApexComponent: ['Typed'] }),
          ...CLASSES,
          'components/Typed.component': `<apex:component><apex:attribute name="a" type="${type}" description="a"/></apex:component>`,
          'components/Typed.component-meta.xml': xml('ApexComponent', `${META}\n<label>Typed</label>`),
        },
        { checkOnly: true },
      ),
    ).filter((text) => !/Absent/.test(text));

  it.each([
    'String',
    'Widget__c[]',
    'WidgetExtension',
    'WidgetExtension.Row',
    'Map',
    'ApexPages.Message',
    'PageReference',
  ])('may be a %s', (type) => {
    expect(typeProblem(type)).toEqual([]);
  });

  it.each(['Strnig', 'Gone__c', 'Gone__c[]'])('is no %s', (type) => {
    expect(typeProblem(type)).toEqual([`Invalid type ${type} for attribute`]);
  });
});
