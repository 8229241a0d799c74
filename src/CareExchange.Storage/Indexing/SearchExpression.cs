namespace CareExchange.Storage.Indexing;

/// <summary>R4 writes one expression for many types (<c>AllergyIntolerance.code | Condition.code | …</c>); a type needs only its own branches.</summary>
internal static class SearchExpression
{
    /// <summary>The branches of a union that can find anything in a type; the whole expression when none names it.</summary>
    public static string For(string resourceType, string expression)
    {
        var own = Branches(expression).Where(branch => Root(branch) is var root && (root == resourceType || root is "Resource" or "DomainResource")).ToArray();
        return own.Length == 0 ? expression : string.Join(" | ", own);
    }

    /// <summary>The members of a union, as written.</summary>
    public static IEnumerable<string> Branches(string expression)
    {
        var depth = 0;
        var quoted = false;
        var start = 0;
        for (var at = 0; at < expression.Length; at++)
        {
            switch (expression[at])
            {
                case '\'' when at == 0 || expression[at - 1] != '\\':
                    quoted = !quoted;
                    break;
                case '(' when !quoted:
                    depth++;
                    break;
                case ')' when !quoted:
                    depth--;
                    break;
                case '|' when !quoted && depth == 0:
                    yield return expression[start..at].Trim();
                    start = at + 1;
                    break;
            }
        }

        yield return expression[start..].Trim();
    }

    private static string Root(string branch)
    {
        var text = branch.TrimStart('(', ' ');
        var end = 0;
        while (end < text.Length && char.IsAsciiLetter(text[end])) end++;
        return text[..end];
    }
}
