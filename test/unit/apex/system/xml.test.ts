/** XML (Apex Reference, Dom Namespace, XmlStreamReader, XmlStreamWriter). */
import { describe } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const org = openApexOrg({
  classes: [
    `@IsTest public class XmlTest {
      static Dom.Document made() {
        Dom.Document d = new Dom.Document(); Dom.XmlNode root = d.createRootElement('env', 'http://example.com/x', 's');
        root.setAttribute('a', '1'); root.addChildElement('b', null, null).addTextNode('t<'); root.addChildElement('b', null, null).addTextNode('u');
        return d;
      }
      static final String TEXT = '<?xml version="1.0" encoding="UTF-8"?><s:env xmlns:s="http://example.com/x" a="1"><b>t&lt;</b><b>u</b></s:env>';
      @IsTest static void aDocumentIsWritten() { Assert.areEqual(TEXT, made().toXmlString()); }
      @IsTest static void aDocumentIsReadBack() {
        Dom.Document d = new Dom.Document(); d.load(TEXT); Dom.XmlNode root = d.getRootElement();
        Assert.areEqual('env', root.getName()); Assert.areEqual('http://example.com/x', root.getNamespace()); Assert.areEqual('s', root.getPrefixFor('http://example.com/x'));
        Assert.areEqual('t<', root.getChildElement('b', null).getText()); Assert.areEqual(2, root.getChildElements().size());
        Assert.areEqual('1', root.getAttribute('a', null)); Assert.areEqual('a', root.getAttributeKeyAt(0)); Assert.areEqual(1, root.getAttributeCount());
        Assert.areEqual(Dom.XmlNodeType.ELEMENT, root.getNodeType()); Assert.areEqual(Dom.XmlNodeType.TEXT, root.getChildElements()[0].getChildren()[0].getNodeType());
        Assert.isNull(root.getChildElement('c', null)); Assert.areEqual(root, root.getChildElements()[0].getParent());
      }
      @IsTest static void nodesMoveAndGo() {
        Dom.XmlNode root = made().getRootElement(); Dom.XmlNode first = root.getChildElements()[0];
        Dom.XmlNode added = root.addChildElement('c', null, null); root.insertBefore(root.addChildElement('d', null, null), first);
        Assert.isTrue(root.removeChild(first)); Assert.isFalse(root.removeChild(first)); Assert.isTrue(root.removeAttribute('a', null));
        root.addCommentNode('note'); Assert.areEqual('d', root.getChildElements()[0].getName());
        root.setAttributeNs('k', 'v', 'http://example.com/y', 'y'); Assert.areEqual('v', root.getAttribute('k', 'http://example.com/y'));
      }
      @IsTest static void whatIsNotWellFormedIsAnException() {
        for (String text : new List<String>{ '<a>', '', '<a></b>', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>' }) {
          try { new Dom.Document().load(text); Assert.fail(text); } catch (XmlException e) { Assert.isTrue(e.getMessage().startsWith('Failed to parse XML'), e.getMessage()); }
        }
      }
      @IsTest static void aReaderGoesThroughEvents() {
        XmlStreamReader r = new XmlStreamReader('<books xmlns:p="urn:p"><p:book author="A">x</p:book><!--n--></books>'); List<String> seen = new List<String>();
        while (r.hasNext()) {
          r.next();
          if (r.isStartElement()) seen.add(r.getLocalName() + (r.getAttributeCount() > 0 ? '@' + r.getAttributeValue(null, 'author') + r.getNamespace() : ''));
          else if (r.isCharacters()) seen.add(r.getText());
          else seen.add(r.getEventType().name());
        }
        Assert.areEqual(new List<String>{ 'books', 'book@Aurn:p', 'x', 'END_ELEMENT', 'COMMENT', 'END_ELEMENT', 'END_DOCUMENT' }, seen);
        try { r.next(); Assert.fail('no end'); } catch (NoSuchElementException e) { Assert.isNotNull(e.getMessage()); }
      }
      @IsTest static void aWriterClosesWhatIsOpen() {
        XmlStreamWriter w = new XmlStreamWriter(); w.writeStartDocument('UTF-8', '1.0'); w.writeStartElement('p', 'a', 'urn:p'); w.writeNamespace('p', 'urn:p'); w.writeAttribute(null, null, 'k', 'v"'); w.writeCharacters('t&'); w.writeEmptyElement(null, 'e', null); w.writeStartElement(null, 'b', null); w.writeEndDocument();
        Assert.areEqual('<?xml version="1.0" encoding="UTF-8"?><p:a xmlns:p="urn:p" k="v&quot;">t&amp;<e/><b></b></p:a>', w.getXmlString());
      }
      @IsTest static void aResponseHasItsDocument() {
        HttpResponse r = new HttpResponse(); r.setBody('<a>1</a>'); Assert.areEqual('1', r.getBodyDocument().getRootElement().getText()); Assert.isTrue(r.getXmlStreamReader().hasNext());
        HttpRequest q = new HttpRequest(); q.setBodyDocument(made()); Assert.areEqual(TEXT, q.getBody());
      }
    }`,
  ],
});

describe('XML', () => {
  itPassesInApex(org, 'XmlTest');
});
