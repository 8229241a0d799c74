using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>What each type of parameter takes: its modifiers, and how its values are written.</summary>
internal static class SearchModifiers
{
    /// <summary>The modifiers of a parameter, without their colons (R4 search.html#modifiers).</summary>
    public static IReadOnlyList<string> Of(string code, IndexedParameter? parameter, IndexCatalog catalog) => parameter switch
    {
        null => code switch { "_id" => ["missing", "not"], "_lastUpdated" => ["missing"], _ => [] },
        { Type: "token", TypedKey: > 0 } when code.Contains("identifier", StringComparison.Ordinal) => ["missing", "not", "text", "in", "not-in", "above", "below", "of-type"],
        { Type: "token" } => ["missing", "not", "text", "in", "not-in", "above", "below"],
        { Type: "string" } => ["missing", "exact", "contains"],
        { Type: "reference" } => ["missing", "identifier", .. ReferenceHierarchies.Has(parameter, catalog) ? (string[])["above", "below"] : [], .. Targets(parameter, catalog.Names)],
        { Type: "uri" } => ["missing", "above", "below"],
        { Type: "composite" or "special" } => [],
        _ => code[0] == '_' ? [] : ["missing"],
    };

    /// <summary>The types that a reference may lead to.</summary>
    public static IReadOnlyList<string> Targets(IndexedParameter parameter, IReadOnlyList<string> types) => parameter.Targets is [] or ["Resource"] ? types : parameter.Targets;

    /// <summary>How a value is written.</summary>
    public static string Expected(string what, IndexedParameter? parameter) => what switch
    {
        "missing" => "true or false, once",
        "id" => "ids of letters, digits, '-' and '.'",
        "date" => "eq, ne, gt, lt, ge, le, sa, eb or ap, then YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm[:ss[.fff]][offset]",
        "number" => "a prefix and a number",
        "quantity" => "[prefix]number or [prefix]number|system|code",
        "token" or "identifier" => "code, system|code, |code or system|",
        "of-type" => "system|code|value: the system and code of the identifier's type, then its value",
        "reference" => "id, Type/id or an absolute URL",
        "above" or "below" when parameter?.Type == "reference" => "id, Type/id or a canonical URL with or without |version",
        "below" => "a media type: type or type/subtype",
        "special" => "latitude|longitude|distance|units",
        "composite" => string.Join('$', parameter?.Composites[0].Parts.Select(part => part.Type) ?? []),
        _ => "a value of the parameter's type",
    };
}
