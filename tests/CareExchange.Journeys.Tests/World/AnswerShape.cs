using System.Text;
using System.Text.RegularExpressions;

namespace CareExchange.Journeys.Tests.World;

/// <summary>Everything that an answer tells, without what differs from one request to the next: status, headers (ETag, Location, Retry-After, length …) and body, letter for letter.</summary>
/// <remarks>Two questions, one about what is hidden and one about what nobody has, must give the same.</remarks>
internal static partial class AnswerShape
{
    // What belongs to the request, not to what it asked about.
    private static readonly HashSet<string> OfTheRequest = new(StringComparer.OrdinalIgnoreCase) { "Date", "X-Request-Id", "X-Correlation-Id", "traceparent", "Transfer-Encoding" };

    /// <summary>What an answer tells.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="named">What the question named: it stands in both answers under one name.</param>
    public static string Of(Answer answer, IReadOnlyList<string> named)
    {
        var shape = new StringBuilder().Append((int)answer.Status).Append('\n');
        var body = Same(Encoding.UTF8.GetString(answer.Bytes), named);
        foreach (var (name, values) in answer.Response.Headers.Concat(answer.Response.Content.Headers).Where(header => !OfTheRequest.Contains(header.Key)).OrderBy(header => header.Key, StringComparer.Ordinal))
        {
            var text = string.Join(", ", values);

            // A length is that of the body, which is compared itself.
            if (name == "Content-Length") text = text == answer.Bytes.Length.ToString(System.Globalization.CultureInfo.InvariantCulture) ? "of the body" : text;
            shape.Append(name).Append(": ").Append(Same(text, named)).Append('\n');
        }

        return shape.Append(body).ToString();
    }

    private static string Same(string text, IReadOnlyList<string> named)
    {
        foreach (var (part, number) in named.Select((part, number) => (part, number)).OrderByDescending(one => one.part.Length)) text = text.Replace(part, $"<{number}>", StringComparison.OrdinalIgnoreCase);
        return Moment().Replace(Made().Replace(text, "<made>"), "<moment>");
    }

    [GeneratedRegex("[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")]
    private static partial Regex Made();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|[+-]\d\d:\d\d)|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [0-9:]+ GMT")]
    private static partial Regex Moment();
}
