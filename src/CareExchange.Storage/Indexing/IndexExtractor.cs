using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Indexing;

/// <summary>Resource → index rows. One file per parameter type says what its values become.</summary>
internal sealed class IndexExtractor
{
    /// <summary>Raised when the same definition makes other rows than before: then every database indexes itself anew.</summary>
    public const int Revision = 3;

    /// <summary>Raised when the same questions are answered by other rows, which all stand in every index made before as well.</summary>
    public const int Layout = 2;

    private readonly IndexCatalog _catalog;
    private readonly TokenIndex _tokens;
    private readonly DateIndex _dates;
    private readonly CompositeIndex _composites;

    public IndexExtractor(IndexCatalog catalog, TimeZoneInfo zone)
    {
        _catalog = catalog;
        _tokens = new(catalog.Schema);
        _dates = new(zone);
        _composites = new(Add);
    }

    // What was collected is copied out whole: the room serves the next resource on the thread.
    [ThreadStatic]
    private static IndexRows? t_rows;

    /// <inheritdoc cref="Extract(Element, IndexedType, Func{int, ArraySegment{byte}})"/>
    public IndexSet Extract(Element resource, IndexedType type) => Extract(resource, type, static length => new byte[length]);

    /// <summary>Every row of a resource; parameters that find nothing, or fail on odd data, give none.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="type">Its parameters.</param>
    /// <param name="room">Gives the piece of an array that they are kept in, by its length.</param>
    public IndexSet Extract(Element resource, IndexedType type, Func<int, ArraySegment<byte>> room)
    {
        var rows = t_rows ??= new();
        rows.Clear();
        var json = resource.Raw;
        if (LabelledParts.MayBeIn(json) || (type.HasStored && LabelledParts.MayBeMarked(json))) ExtractParts(rows, LabelledParts.Read(json), type);
        else Extract(rows, resource, type);
        if (type.Name == "Patient" && LabelledParts.MayBeMarked(json) && PartStaters.Of(json) is { Count: > 1 } staters) ExtractViews(rows, json, staters, type);
        return rows.In(room);
    }

    // Of a Patient that several state each knows its own statement: the same rows under other numbers.
    private void ExtractViews(IndexRows rows, ReadOnlySpan<byte> json, IReadOnlyList<string> staters, IndexedType type)
    {
        foreach (var stater in staters)
        {
            rows.Composite(PartStaters.Key, Encoding.UTF8.GetBytes(stater), default, default, default, default);
            var own = new IndexRows();
            using (var view = FhirDocument.Parse(LabelledParts.ReadOf(json, stater), _catalog.Schema).Value)
            {
                if (view is not null) ExtractPlain(own, view.Root, type);
            }

            foreach (var row in own.All) rows.Copy(row, ParameterKey.OfView(row.Parameter, stater));
        }
    }

    // What not everybody sees who sees the resource stands in no parameter's rows.
    private void ExtractParts(IndexRows rows, LabelledParts parts, IndexedType type)
    {
        using var document = FhirDocument.Parse(parts.Json, _catalog.Schema).Value;
        if (document is not null) Extract(rows, document.Root, type);
        foreach (var identifier in parts.Identifiers)
        {
            rows.Composite(
                LabelledIdentifier.Key(type.Name),
                Encoding.UTF8.GetBytes(IndexText.Fit(identifier.Value)), Encoding.UTF8.GetBytes(IndexText.Fit(identifier.System)), Encoding.UTF8.GetBytes(identifier.Category), Encoding.UTF8.GetBytes(identifier.SourceText), default);
        }
    }

    private void Extract(IndexRows rows, Element resource, IndexedType type)
    {
        ExtractPlain(rows, resource, type);
        if (resource["contained"].Exists) ExtractContained(rows, resource.Children("contained"), resource, type);
    }

    private void ExtractPlain(IndexRows rows, Element resource, IndexedType type)
    {
        type.Paths?.Walk(resource, new Finding(this, rows), static (in finding, parameter, found) => finding.Extractor.Add(finding.Rows, parameter, new(found)));
        foreach (var parameter in type.Evaluated)
        {
            foreach (var item in parameter.Expression.Evaluate(resource, FhirPathContext.Empty)) Add(rows, parameter, item);
        }

        foreach (var composite in type.Composites) _composites.Add(rows, composite, resource);
    }

    private void ExtractContained(IndexRows rows, ElementList contained, Element holder, IndexedType type)
    {
        foreach (var (code, id) in Fragments(holder, type))
        {
            foreach (var resource in contained)
            {
                if (resource["id"].Text != id || _catalog.Contained(type, code, resource.TypeName) is not { } within) continue;
                rows.Present(ContainedType.Mark(within), IndexTables.Reference);
                ExtractPlain(rows, resource, within);
                if (within.Levels < ContainedType.MaximumLevels) ExtractContained(rows, contained, resource, within);
                break;
            }
        }
    }

    // Which references lead to what is contained: by parameters that have rows of their own, since the others are asked as those.
    private static HashSet<(string Code, string Id)> Fragments(Element holder, IndexedType type)
    {
        var found = new HashSet<(string, string)>();
        type.Paths?.Walk(holder, found, static (in found, parameter, element) => Note(found, parameter, new(element)));
        foreach (var parameter in type.Evaluated.Where(parameter => parameter.Type == "reference"))
        {
            foreach (var item in parameter.Expression.Evaluate(holder, FhirPathContext.Empty)) Note(found, parameter, item);
        }

        return found;
    }

    private static void Note(HashSet<(string, string)> found, IndexedParameter parameter, PathItem item)
    {
        if (parameter is not { Type: "reference", Sources.Count: 0 }) return;
        if ((item.TypeName == "Reference" ? item.Element["reference"].Text : item.Text) is ['#', _, ..] text) found.Add((parameter.Code, text[1..]));
    }

    // R4 search.html#missing: a concept with a text only, or an identifier with its type only, is not missing.
    private void Add(IndexRows rows, IndexedParameter parameter, PathItem item)
    {
        // Many published expressions end at the extension and mean what it says.
        if (item.TypeName == "Extension" && item.Element["value"] is { Exists: true } value) item = value;
        AddValues(rows, parameter, item);
        if (parameter.Type is not ("token" or "string") || rows.Holds(parameter.Key) || item.TypeName is not ("CodeableConcept" or "Coding" or "Identifier" or "ContactPoint" or "HumanName" or "Address")) return;
        rows.Present(parameter.Key, parameter.Type == "token" ? IndexTables.Token : IndexTables.String);
    }

    private void AddValues(IndexRows rows, IndexedParameter parameter, PathItem item)
    {
        switch (parameter.Type)
        {
            case "token" when parameter.IsContact:
                if ((item.TypeName == "ContactPoint" ? item.Element["value"].Text : item.Text) is { Length: > 0 } contact) rows.Token(parameter.Key, null, _catalog.Contact(contact));
                break;
            case "token":
                _tokens.Add(rows, parameter, item);
                break;
            case "reference":
                ReferenceIndex.Add(rows, parameter, item);
                break;
            case "string":
                StringIndex.Add(rows, parameter, item);
                break;
            case "date":
                _dates.Add(rows, parameter.Key, item);
                break;
            case "number":
                NumberIndex.Add(rows, parameter.Key, item);
                break;
            case "quantity":
                QuantityIndex.Add(rows, parameter, item);
                break;
            case "special":
                PositionIndex.Add(rows, parameter.Key, item);
                break;
            case "uri":
                if (item.Text is { Length: > 0 } uri) rows.Uri(parameter.Key, uri);
                break;
        }
    }

    private readonly record struct Finding(IndexExtractor Extractor, IndexRows Rows);
}
