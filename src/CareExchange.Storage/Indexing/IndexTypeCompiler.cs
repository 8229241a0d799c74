using System.Security.Cryptography;
using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Indexing;

/// <summary>Search parameter definitions of one type → what is extracted and asked for. Pure.</summary>
internal static class IndexTypeCompiler
{
    // R4 gives these no expression that an index could follow, or they are columns of the resource table.
    private static readonly HashSet<string> Columns = new(StringComparer.Ordinal) { "_id", "_lastUpdated" };
    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal) { "token", "reference", "string", "date", "number", "quantity", "uri" };

    /// <summary>True for a code that is no index of its own.</summary>
    public static bool IsColumn(string code) => Columns.Contains(code);

    /// <summary>Compiles a type.</summary>
    /// <param name="schema">The definitions of types, and of the parts of composites.</param>
    /// <param name="resourceType">The type.</param>
    /// <param name="definitions">Those of the schema, each code once.</param>
    /// <param name="stored">Those that were stored at run time; none with a code of the others.</param>
    /// <param name="isComplete">Tells of a parameter (code, fingerprint, stored or not) whether its index holds everything.</param>
    public static IndexedType Compile(
        Schema schema, string resourceType, IEnumerable<SearchParameterDefinition> definitions, IEnumerable<SearchParameterDefinition> stored, Func<IndexedParameter, bool>? isComplete = null)
    {
        var parameters = new Dictionary<string, IndexedParameter>(StringComparer.Ordinal);
        var others = new List<string>();
        foreach (var (definition, isStored) in definitions.Select(definition => (definition, false)).Concat(stored.Select(definition => (definition, true))))
        {
            if (Columns.Contains(definition.Code)) continue;
            if (Compile(schema, resourceType, definition, isStored) is { } parameter) parameters[definition.Code] = parameter;
            else others.Add(definition.Code);
        }

        var all = ParameterSources.Of(resourceType, parameters);
        var building = isComplete is null ? [] : all.Values.Where(parameter => !IsComplete(parameter, isComplete)).Select(parameter => parameter.Code).ToHashSet(StringComparer.Ordinal);
        return new(resourceType, all, building, others, schema.FindRoot(resourceType));
    }

    // What is asked as others needs only their rows; what was indexed before it was has more than it needs.
    private static bool IsComplete(IndexedParameter parameter, Func<IndexedParameter, bool> isComplete)
    {
        var isOwn = isComplete(parameter) || (parameter.Former is { } former && isComplete(parameter with { Fingerprint = former }));
        return (isOwn || (!parameter.HasRows && parameter.Composites.All(place => place.Folded.Count > 0))) && parameter.Sources.All(source => IsComplete(source, isComplete));
    }

    /// <summary>One parameter; null where no index can hold it.</summary>
    public static IndexedParameter? Compile(Schema schema, string resourceType, SearchParameterDefinition definition, bool isStored)
    {
        var fingerprint = Fingerprint(resourceType, definition);

        // A stored definition may change its meaning: then its rows have other numbers, so that old ones are never taken for new ones.
        var name = isStored ? $"{definition.Code}@{fingerprint}" : definition.Code;
        if (definition.Type == "composite" && CompositeCatalog.Compile(schema, resourceType, definition) is { Count: > 0 } composites)
        {
            return new(definition.Code, definition.Type, composites[0].Key, composites[0].CanonicalKey, [], composites[0].Expression)
            {
                Composites = composites, Fingerprint = fingerprint, Definition = definition.Url, IsStored = isStored,
            };
        }

        var compiled = definition.Expression is { } expression && (Kinds.Contains(definition.Type) || IsPosition(definition))
            ? FhirPathExpression.Compile(SearchExpression.For(resourceType, expression)).Value
            : null;
        var isContact = IsContact(definition);
        if (isContact && definition.Type != "token") return null;
        return compiled is null ? null : new(
            definition.Code,
            definition.Type,
            ParameterKey.Of(resourceType, name),
            ParameterKey.Of(resourceType, name + Second(definition.Type)),
            definition.Target,
            compiled)
        {
            TypedKey = definition.Type == "token" ? ParameterKey.Of(resourceType, name + ":of-type") : 0, Fingerprint = fingerprint, Definition = definition.Url, IsStored = isStored,
            IsContact = isContact,
        };
    }

    // Of whatever type: one that would put the text itself into the index is none.
    private static bool IsContact(SearchParameterDefinition definition) => definition.Expression?.Contains("telecom", StringComparison.Ordinal) == true;

    /// <summary>Differs where a definition finds other rows, or rows of another shape, in a type.</summary>
    private static string Fingerprint(string resourceType, SearchParameterDefinition definition)
    {
        var expression = definition.Expression is { } written ? SearchExpression.For(resourceType, written) : "";
        var components = string.Concat(definition.Components.Select(part => $"\n{part.Definition} {part.Expression}"));
        var text = $"{IndexExtractor.Revision}\n{resourceType}\n{definition.Code}\n{definition.Type}\n{expression}\n{string.Join(' ', definition.Target)}{components}{(IsContact(definition) ? "\nhashed" : "")}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 6));
    }

    private static string Second(string type) => type switch
    {
        "quantity" => ":canonical",
        "token" => ":text",
        "string" => ":initials",
        _ => ":identifier",
    };

    // R4 has one special parameter with a value to index: Location.near.
    private static bool IsPosition(SearchParameterDefinition definition) => definition is { Type: "special", Code: "near" };
}
