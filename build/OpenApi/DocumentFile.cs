namespace OpenApi;

/// <summary>The whole way of the document: read, checked, thought through, written.</summary>
public static class DocumentFile
{
    /// <summary>The problems of a document; or if there is none the document as JSON, for the templates and as it is.</summary>
    public static (IReadOnlyList<Problem> Problems, byte[] Json, byte[] PlainJson) Read(string yaml)
    {
        var (problems, document) = Check(yaml);
        return document is null ? (problems, [], []) : ([], DocumentWriter.Write(document), DocumentWriter.WritePlain(document));
    }

    /// <summary>The document; null if it has problems.</summary>
    public static (IReadOnlyList<Problem> Problems, Document? Document) Check(string yaml)
    {
        Node root;
        try
        {
            root = YamlReader.Read(yaml);
        }
        catch (DocumentException e)
        {
            return ([new(e.At, "CONV001", e.Message)], null);
        }

        var problems = new Problems();
        ShapeRules.Check(root, problems);
        if (problems.All.Count > 0)
        {
            return (problems.All, null);
        }

        var document = new Document((MapNode)root);
        OperationRules.Check(document, problems);
        if (problems.All.Count == 0)
        {
            document.Link();
            SchemaRules.Check(document, problems);
            TreeRules.Check(document, problems);
        }

        return problems.All.Count > 0 ? (problems.All, null) : ([], document);
    }
}
