/**
 * A package that holds one component of most kinds that projects hold beside objects and Apex, each referring to others, so
 * that no order of deployment puts every target first. Lines matter: a document's body begins on line 3.
 */
import { manifest, WIDGET, xml } from './package.ts';
import type { Files } from './package.ts';

const META_67 = '<apiVersion>67.0</apiVersion>';

const CLASSES: Files = {
  'classes/WidgetController.cls': `public with sharing class WidgetController {
    @AuraEnabled(cacheable=true)
    public static String name() { return 'x'; }
}`,
  'classes/WidgetController.cls-meta.xml': xml('ApexClass', `${META_67}\n<status>Active</status>`),
  'classes/WidgetAction.cls': `public with sharing class WidgetAction {
    @InvocableMethod
    public static void run(List<Id> ids) {}
}`,
  'classes/WidgetAction.cls-meta.xml': xml('ApexClass', `${META_67}\n<status>Active</status>`),
};

const VISUALFORCE: Files = {
  'pages/WidgetPage.page': `<apex:page standardController="Widget__c" showHeader="false">
    <!-- <c:NotThere/> -->
    <c:WidgetBox label="{!$Label.Widget_Title}"/>
    <apex:includeScript value="{!URLFOR($Resource.widgets, 'a.js')}"/>
    <script>if (1 < 2 && true) { document.title = 'a'; }</script>
    <apex:outputLink value="{!$Page.WidgetPage}">&nbsp;again</apex:outputLink>
</apex:page>`,
  'pages/WidgetPage.page-meta.xml': xml('ApexPage', `${META_67}\n<label>Widget</label>`),
  'components/WidgetBox.component': `<apex:component controller="WidgetController">
    <apex:attribute name="label" type="String" description="Text"/>
</apex:component>`,
  'components/WidgetBox.component-meta.xml': xml('ApexComponent', `${META_67}\n<label>Box</label>`),
};

const AURA: Files = {
  'aura/widgetHost/widgetHost.cmp': `<aura:component implements="flexipage:availableForAllPageTypes,c:hasWidget"
                controller="WidgetController">
    <aura:attribute name="title" type="String"/>
    <aura:registerEvent name="picked" type="c:widgetPicked"/>
    <c:widgetCard title="{!v.title}"/>
    <lightning:messageChannel type="Widgets__c" aura:id="channel"/>
    {!$Label.c.Widget_Title}
</aura:component>`,
  'aura/widgetHost/widgetHost.cmp-meta.xml': xml('AuraDefinitionBundle', `${META_67}\n<description>Host</description>`),
  'aura/widgetHost/widgetHost.design':
    '<design:component><design:attribute name="title" label="Title"/></design:component>',
  'aura/widgetPicked/widgetPicked.evt':
    '<aura:event type="APPLICATION"><aura:attribute name="id" type="String"/></aura:event>',
  'aura/widgetPicked/widgetPicked.evt-meta.xml': xml('AuraDefinitionBundle', META_67),
  'aura/hasWidget/hasWidget.intf': '<aura:interface><aura:attribute name="title" type="String"/></aura:interface>',
  'aura/hasWidget/hasWidget.intf-meta.xml': xml('AuraDefinitionBundle', META_67),
};

const LWC: Files = {
  'lwc/widgetCard/widgetCard.js': `import { LightningElement, api } from 'lwc';
import WIDGETS from '@salesforce/messageChannel/Widgets__c';
export default class WidgetCard extends LightningElement {
    @api title;
    channel = WIDGETS;
}`,
  'lwc/widgetCard/widgetCard.html': '<template>{title}</template>',
  'lwc/widgetCard/widgetCard.js-meta.xml': xml(
    'LightningComponentBundle',
    `${META_67}
<isExposed>true</isExposed>
<targets><target>lightning__RecordPage</target><target>lightning__FlowScreen</target></targets>
<targetConfigs><targetConfig targets="lightning__RecordPage,lightning__FlowScreen"><property name="title" type="String"/></targetConfig></targetConfigs>`,
  ),
  'messageChannels/Widgets.messageChannel': xml(
    'LightningMessageChannel',
    '<isExposed>false</isExposed>\n<lightningMessageFields><fieldName>id</fieldName></lightningMessageFields>\n<masterLabel>Widgets</masterLabel>',
  ),
};

const FLOWS: Files = {
  'flows/Widget_Changed.flow': xml(
    'Flow',
    `${META_67}
<actionCalls>
<name>Act</name><label>Act</label><locationX>0</locationX><locationY>0</locationY>
<actionName>WidgetAction</actionName>
<actionType>apex</actionType>
<connector>
<targetReference>Mail</targetReference>
</connector>
</actionCalls>
<actionCalls>
<name>Mail</name><label>Mail</label><locationX>0</locationX><locationY>0</locationY>
<actionName>Widget__c.Tell</actionName>
<actionType>emailAlert</actionType>
</actionCalls>
<label>Widget Changed</label>
<processType>AutoLaunchedFlow</processType>
<recordLookups>
<name>Find</name><label>Find</label><locationX>0</locationX><locationY>0</locationY>
<filters>
<field>Code__c</field>
<operator>EqualTo</operator>
<value>
<elementReference>$Record.Code__c</elementReference>
</value>
</filters>
<object>Widget__c</object>
</recordLookups>
<start>
<locationX>0</locationX><locationY>0</locationY>
<connector>
<targetReference>Act</targetReference>
</connector>
<object>Widget__c</object>
<recordTriggerType>Update</recordTriggerType>
<triggerType>RecordAfterSave</triggerType>
</start>
<status>Active</status>
<subflows>
<name>Sub</name><label>Sub</label><locationX>0</locationX><locationY>0</locationY>
<flowName>Widget_Screen</flowName>
</subflows>`,
  ),
  'flows/Widget_Screen.flow': xml(
    'Flow',
    `${META_67}
<label>Widget Screen</label>
<processType>Flow</processType>
<screens>
<name>One</name><label>One</label><locationX>0</locationX><locationY>0</locationY>
<fields>
<name>Card</name>
<extensionName>c:widgetCard</extensionName>
<fieldType>ComponentInstance</fieldType>
<inputParameters>
<name>title</name>
<value><elementReference>chosen</elementReference></value>
</inputParameters>
</fields>
</screens>
<start>
<locationX>0</locationX><locationY>0</locationY>
<connector><targetReference>One</targetReference></connector>
</start>
<status>Active</status>
<variables>
<name>chosen</name>
<dataType>String</dataType>
<isCollection>false</isCollection><isInput>true</isInput><isOutput>false</isOutput>
</variables>`,
  ),
};

const SCREENS: Files = {
  'flexipages/Widget_Page.flexipage': xml(
    'FlexiPage',
    `<flexiPageRegions>
<itemInstances>
<componentInstance>
<componentInstanceProperties>
<name>title</name>
<value>Hello</value>
</componentInstanceProperties>
<componentName>widgetCard</componentName>
<identifier>a</identifier>
<visibilityRule>
<criteria>
<leftValue>{!Record.Code__c}</leftValue>
<operator>EQUAL</operator>
<rightValue>1</rightValue>
</criteria>
</visibilityRule>
</componentInstance>
</itemInstances>
<itemInstances>
<componentInstance>
<componentInstanceProperties>
<name>flowName</name>
<value>Widget_Screen</value>
</componentInstanceProperties>
<componentName>flowruntime:interview</componentName>
<identifier>b</identifier>
</componentInstance>
</itemInstances>
<itemInstances>
<componentInstance>
<componentInstanceProperties>
<name>height</name>
<type>decorator</type>
<value>480</value>
</componentInstanceProperties>
<componentName>c:widgetHost</componentName>
<identifier>c</identifier>
</componentInstance>
</itemInstances>
<itemInstances>
<fieldInstance>
<fieldItem>Record.Owner_Name__c</fieldItem>
<identifier>d</identifier>
</fieldInstance>
</itemInstances>
<name>main</name>
<type>Region</type>
</flexiPageRegions>
<masterLabel>Widget</masterLabel>
<sobjectType>Widget__c</sobjectType>
<template><name>flexipage:recordHomeTemplateDesktop</name></template>
<type>RecordPage</type>`,
  ),
  'layouts/Widget__c-Widget Layout.layout': xml(
    'Layout',
    `<customButtons>Open</customButtons>
<layoutSections>
<layoutColumns>
<layoutItems>
<behavior>Edit</behavior>
<field>Code__c</field>
</layoutItems>
<layoutItems>
<page>WidgetPage</page>
</layoutItems>
</layoutColumns>
<style>OneColumn</style>
</layoutSections>
<platformActionList>
<actionListContext>Record</actionListContext>
<platformActionListItems>
<actionName>Widget__c.Change</actionName>
<actionType>QuickAction</actionType>
<sortOrder>0</sortOrder>
</platformActionListItems>
</platformActionList>
<relatedLists>
<fields>NAME</fields>
<fields>Note__c</fields>
<relatedList>Widget_Part__c.Widget__c</relatedList>
</relatedLists>`,
  ),
  'quickActions/Widget__c.Change.quickAction': xml(
    'QuickAction',
    `<label>Change</label>
<optionsCreateFeedItem>false</optionsCreateFeedItem>
<quickActionLayout>
<layoutSectionStyle>OneColumn</layoutSectionStyle>
<quickActionLayoutColumns>
<quickActionLayoutItems>
<emptySpace>false</emptySpace>
<field>Code__c</field>
<uiBehavior>Edit</uiBehavior>
</quickActionLayoutItems>
</quickActionLayoutColumns>
</quickActionLayout>
<type>Update</type>`,
  ),
  'quickActions/Start_Widget.quickAction': xml(
    'QuickAction',
    `<flowDefinition>Widget_Screen</flowDefinition>
<label>Start</label>
<optionsCreateFeedItem>false</optionsCreateFeedItem>
<type>Flow</type>`,
  ),
  'tabs/Widget_Home.tab': xml(
    'CustomTab',
    '<label>Home</label>\n<motif>Custom77: Locked</motif>\n<page>WidgetPage</page>',
  ),
  'applications/Widgets.app': xml(
    'CustomApplication',
    `<actionOverrides>
<actionName>View</actionName>
<content>Widget_Page</content>
<formFactor>Large</formFactor>
<type>Flexipage</type>
<pageOrSobjectType>Widget__c</pageOrSobjectType>
</actionOverrides>
<brand>
<headerColor>#112233</headerColor>
<logo>widgetlogo</logo>
</brand>
<label>Widgets</label>
<tabs>standard-home</tabs>
<tabs>Widget_Home</tabs>
<uiType>Lightning</uiType>`,
  ),
  'contentassets/widgetlogo.asset': 'x',
  'contentassets/widgetlogo.asset-meta.xml': xml(
    'ContentAsset',
    '<language>en_US</language>\n<masterLabel>logo</masterLabel>',
  ),
  'staticresources/widgets.resource': 'x',
  'staticresources/widgets.resource-meta.xml': xml(
    'StaticResource',
    '<cacheControl>Public</cacheControl>\n<contentType>text/plain</contentType>',
  ),
  'labels/CustomLabels.labels': xml(
    'CustomLabels',
    '<labels><fullName>Widget_Title</fullName><language>en_US</language><protected>false</protected><shortDescription>t</shortDescription><value>Widgets</value></labels>',
  ),
};

const RULES: Files = {
  'workflows/Widget__c.workflow': xml(
    'Workflow',
    `<alerts>
<fullName>Tell</fullName>
<description>Tell</description>
<protected>false</protected>
<senderType>CurrentUser</senderType>
<template>Widget_Mails/Changed</template>
</alerts>
<fieldUpdates>
<fullName>Set_Code</fullName>
<field>Code__c</field>
<literalValue>x</literalValue>
<name>Set Code</name>
<notifyAssignee>false</notifyAssignee>
<operation>Literal</operation>
<protected>false</protected>
</fieldUpdates>
<rules>
<fullName>Changed</fullName>
<actions>
<name>Tell</name>
<type>Alert</type>
</actions>
<active>true</active>
<criteriaItems>
<field>Widget__c.Code__c</field>
<operation>equals</operation>
<value>x</value>
</criteriaItems>
<triggerType>onAllChanges</triggerType>
</rules>`,
  ),
  'email/Widget_Mails-meta.xml': xml('EmailFolder', '<accessType>Public</accessType>\n<name>Widget Mails</name>'),
  'email/Widget_Mails/Changed.email': 'Changed',
  'email/Widget_Mails/Changed.email-meta.xml': xml(
    'EmailTemplate',
    '<available>true</available>\n<encodingKey>UTF-8</encodingKey>\n<name>Changed</name>\n<style>none</style>\n<subject>Changed</subject>\n<type>text</type>',
  ),
  'sharingRules/Widget__c.sharingRules': xml(
    'SharingRules',
    `<sharingCriteriaRules>
<fullName>To_Team</fullName>
<accessLevel>Read</accessLevel>
<label>To Team</label>
<sharedTo>
<group>Widget_Team</group>
</sharedTo>
<criteriaItems>
<field>Code__c</field>
<operation>equals</operation>
<value>x</value>
</criteriaItems>
<includeRecordsOwnedByAll>true</includeRecordsOwnedByAll>
</sharingCriteriaRules>`,
  ),
  'groups/Widget_Team.group': xml('Group', '<doesIncludeBosses>false</doesIncludeBosses>\n<name>Widget Team</name>'),
  'externalCredentials/Widget_Api.externalCredential': xml(
    'ExternalCredential',
    '<authenticationProtocol>Custom</authenticationProtocol>\n<label>Widget Api</label>',
  ),
  'namedCredentials/Widget_Api.namedCredential': xml(
    'NamedCredential',
    `<label>Widget Api</label>
<namedCredentialParameters>
<externalCredential>Widget_Api</externalCredential>
<parameterName>ExternalCredential</parameterName>
<parameterType>Authentication</parameterType>
</namedCredentialParameters>
<namedCredentialType>SecuredEndpoint</namedCredentialType>`,
  ),
  'permissionsets/Widgets.permissionset': xml(
    'PermissionSet',
    `<externalCredentialPrincipalAccesses>
<enabled>true</enabled>
<externalCredentialPrincipal>Widget_Api - Main</externalCredentialPrincipal>
</externalCredentialPrincipalAccesses>
<flowAccesses>
<enabled>true</enabled>
<flow>Widget_Screen</flow>
</flowAccesses>
<label>Widgets</label>
<pageAccesses>
<apexPage>WidgetPage</apexPage>
<enabled>true</enabled>
</pageAccesses>`,
  ),
};

const OBJECTS: Files = {
  ...WIDGET,
  'objects/Widget__c.object': (WIDGET['objects/Widget__c.object'] as string).replace(
    '</CustomObject>',
    `<webLinks>
<fullName>Open</fullName>
<availability>online</availability>
<displayType>button</displayType>
<linkType>page</linkType>
<masterLabel>Open</masterLabel>
<openType>sidebar</openType>
<page>WidgetPage</page>
<protected>false</protected>
</webLinks>
</CustomObject>`,
  ),
  'objects/Widget_Part__c.object': xml(
    'CustomObject',
    `<deploymentStatus>Deployed</deploymentStatus>
<fields><fullName>Widget__c</fullName><label>Widget</label><referenceTo>Widget__c</referenceTo><relationshipLabel>Parts</relationshipLabel><relationshipName>Parts</relationshipName><type>Lookup</type></fields>
<fields><fullName>Note__c</fullName><label>Note</label><length>40</length><type>Text</type></fields>
<label>Part</label>
<nameField><label>Name</label><type>Text</type></nameField>
<pluralLabel>Parts</pluralLabel>
<sharingModel>ReadWrite</sharingModel>`,
  ),
};

/** What the package holds, but for children of files: the file brings them. */
export const KIND_MEMBERS: Record<string, string[]> = {
  ApexClass: ['*'],
  ApexPage: ['WidgetPage'],
  ApexComponent: ['WidgetBox'],
  AuraDefinitionBundle: ['widgetHost', 'widgetPicked', 'hasWidget'],
  ContentAsset: ['widgetlogo'],
  CustomApplication: ['Widgets'],
  CustomLabels: ['CustomLabels'],
  CustomObject: ['Widget__c', 'Widget_Part__c'],
  CustomTab: ['Widget_Home'],
  EmailTemplate: ['Widget_Mails', 'Widget_Mails/Changed'],
  ExternalCredential: ['Widget_Api'],
  FlexiPage: ['Widget_Page'],
  Flow: ['Widget_Changed', 'Widget_Screen'],
  Group: ['Widget_Team'],
  Layout: ['Widget__c-Widget Layout'],
  LightningComponentBundle: ['widgetCard'],
  LightningMessageChannel: ['Widgets'],
  NamedCredential: ['Widget_Api'],
  PermissionSet: ['Widgets'],
  QuickAction: ['Widget__c.Change', 'Start_Widget'],
  SharingRules: ['Widget__c'],
  StaticResource: ['widgets'],
  Workflow: ['Widget__c'],
};

export const KINDS: Files = {
  'package.xml': manifest(Object.fromEntries(Object.keys(KIND_MEMBERS).map((type) => [type, ['*']]))),
  ...OBJECTS,
  ...CLASSES,
  ...VISUALFORCE,
  ...AURA,
  ...LWC,
  ...FLOWS,
  ...SCREENS,
  ...RULES,
};
