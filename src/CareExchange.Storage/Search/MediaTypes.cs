using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>R4 search.html#mimetype: below <c>text/xml</c> stands <c>text/xml; charset=UTF-8</c>, below <c>text</c> every text.</summary>
internal static class MediaTypes
{
    /// <summary>True for a parameter whose codes are media types.</summary>
    public static bool Are(IndexedParameter? parameter) =>
        parameter is { Type: "token" } && parameter.Expression.Text is var path && (path.Contains(".contentType", StringComparison.Ordinal) || path.EndsWith("CapabilityStatement.format", StringComparison.Ordinal));

    /// <summary>What stands below any of the alternatives; null where one is no media type.</summary>
    public static SearchCriterion? Below(string code, string value)
    {
        var ways = new List<SearchCriterion>();
        foreach (var name in SearchValueParser.Split(value, ',').Select(text => SearchValueParser.Unescape(text).Replace(' ', '+')))
        {
            // The plus of a media type that was not encoded arrives as a space; it has no other spaces.
            var slashes = name.Count(letter => letter == '/');
            if (slashes > 1 || name.Length == 0 || name[0] == '/' || name[^1] == '/' || name.Contains('|', StringComparison.Ordinal)) return null;
            if (slashes == 0) ways.Add(Token(code, "starts", name + "/"));
            else ways.AddRange([Token(code, null, name), Token(code, "starts", name + ";"), Token(code, "starts", name + " ;")]);
        }

        return ways is [var only] ? only : SearchCriterion.Of(SearchGroupKind.Any, ways);
    }

    private static SearchCriterion Token(string code, string? modifier, string text) => new(code, "token", modifier, [new SearchValue { Text = text }]);
}
