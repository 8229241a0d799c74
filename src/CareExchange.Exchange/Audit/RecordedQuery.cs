using System.Text.RegularExpressions;

namespace CareExchange.Exchange.Audit;

/// <summary>A query as the trail keeps it: all of it, but for what stands nowhere in the clear: telephone numbers, mail addresses and resident numbers.</summary>
internal static partial class RecordedQuery
{
    private const string Hidden = "***";

    /// <summary>The query without such values; the query itself where there are none.</summary>
    public static string Of(string query)
    {
        if (query.Contains("phone", StringComparison.Ordinal) || query.Contains("email", StringComparison.Ordinal) || query.Contains("telecom", StringComparison.Ordinal)) query = WithoutContacts(query);
        return ResidentNumber().Replace(query, Hidden);
    }

    private static string WithoutContacts(string query)
    {
        var start = query.IndexOf('?', StringComparison.Ordinal) + 1;
        return query[..start] + string.Join('&', query[start..].Split('&').Select(pair =>
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) return pair;
            var (name, value) = (pair[..equals], pair[(equals + 1)..]);

            // The last of a chain decides, whatever its modifier; a filter may ask for anything.
            var isContact = name == "_filter" ? Contact().IsMatch(value) : Contact().IsMatch(name) && !name.EndsWith(":missing", StringComparison.Ordinal);
            return isContact ? $"{name}={Hidden}" : pair;
        }));
    }

    [GeneratedRegex("(^|[^a-z])(phone|email|telecom)([^a-z]|$)")]
    private static partial Regex Contact();

    // Six digits of birth, a digit of sex and century, six more; as written, or as an address carries it.
    [GeneratedRegex("(?<![0-9])[0-9]{6}(-|%2[Dd])?[1-8][0-9]{6}(?![0-9])")]
    private static partial Regex ResidentNumber();
}
