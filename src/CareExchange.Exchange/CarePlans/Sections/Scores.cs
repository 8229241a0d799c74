using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>Observations that measure: scales with their items, bounds and former values.</summary>
internal static class Scores
{
    // Ends and direction of the scales this gateway names (domain.md D.3, D.5); a sender's referenceRange goes before.
    private static readonly Dictionary<string, (decimal? Minimum, decimal? Maximum, bool HighIsWorse)> Known = new(StringComparer.Ordinal)
    {
        ["k-adl"] = (7, 21, true),
        ["k-iadl"] = (0, 3, true),
        ["cist"] = (0, 30, false),
        ["mmse"] = (0, 30, false),
        ["sgds-k"] = (0, 15, true),
        ["pre-screen"] = (0, 14, true),
        ["judgement-medical"] = (null, null, true),
        ["judgement-care"] = (null, null, true),
    };

    // Ends of the items: K-ADL 1 to 3 each, CIST by domain.
    private static readonly Dictionary<string, (decimal Minimum, decimal Maximum)> KnownItems = new(StringComparer.Ordinal)
    {
        ["cist-orientation"] = (0, 5),
        ["cist-attention"] = (0, 3),
        ["cist-visuospatial"] = (0, 2),
        ["cist-executive"] = (0, 6),
        ["cist-memory"] = (0, 10),
        ["cist-language"] = (0, 4),
    };

    private static readonly Phrase[] Help = [new("혼자", "alone"), new("부분 도움", "some help"), new("완전 도움", "full help")];

    /// <summary>One line for each scale and organisation: the newest, with the former ones behind it.</summary>
    public static List<ScoreLine> Of(IEnumerable<PlanResource> newestFirst) =>
    [
        .. newestFirst
            .GroupBy(observation => (Codes.Kind(observation) ?? observation.Root["code"]["text"].Text ?? observation.Id, observation.Source.OrganizationId))
            .Select(scale => Of([.. scale]))
            .OfType<ScoreLine>()
            .OrderByDescending(score => score.Value is not null && score.Items.Count > 0),
    ];

    /// <summary>True for a number, or for a result that is made of items.</summary>
    public static bool IsMeasured(PlanResource observation) =>
        observation.Root["value"].TypeName is "Quantity" or "integer" or "decimal" || observation.Root["component"]["value"].TypeName is "Quantity" or "integer" or "decimal";

    private static ScoreLine? Of(List<PlanResource> newestFirst)
    {
        var observation = newestFirst[0];
        var root = observation.Root;
        var known = Known.TryGetValue(Codes.Kind(observation) ?? "", out var scale) ? scale : ((decimal?)null, (decimal?)null, (bool?)null);
        var (minimum, maximum) = Bounds(root, known.Item1, known.Item2);
        var items = Items(root);
        var text = Phrases.Of(root["value"]) ?? Phrases.Of(root["interpretation"]) ?? (items.Count > 0 ? new Phrase("–", "–") : null);
        if (text is null || Phrases.Of(root["code"]) is not { } name) return null;
        var interpretation = root["value"].Exists ? Phrases.Of(root["interpretation"]) : null;
        return new(
            observation.Reference,
            observation.Source,
            name,
            text,
            Quantities.Number(root["value"]),
            minimum,
            maximum,
            known.Item3,
            Phrases.Join([interpretation, Phrases.Of(root["note"]["text"])], " — "),
            Facts.Date(observation),
            items,
            Earlier(newestFirst));
    }

    private static List<EarlierScore> Earlier(List<PlanResource> newestFirst) =>
    [
        .. from earlier in newestFirst.Skip(1)
           let date = Facts.Date(earlier)
           let text = Phrases.Of(earlier.Root["value"])
           where date is not null && text is not null
           select new EarlierScore(date.Value, Quantities.Number(earlier.Root["value"]), text),
    ];

    private static List<ScoreItem> Items(Element observation)
    {
        List<ScoreItem> items = [];
        foreach (var component in observation.Children("component"))
        {
            if (Phrases.Of(component["code"]) is not { } name || !component["value"].Exists) continue;
            var value = Quantities.Number(component["value"]);
            var kind = Codes.In(component["code"], Codes.Observation) ?? "";
            var isAdl = kind.StartsWith("k-adl-", StringComparison.Ordinal);
            var known = isAdl ? (1, 3) : KnownItems.TryGetValue(kind, out var ends) ? ends : ((decimal?)null, (decimal?)null);
            var (minimum, maximum) = Bounds(component, known.Item1, known.Item2);
            var meaning = component["value"].TypeName == "boolean"
                ? component["value"].Text == "true" ? new Phrase("예", "yes") : new Phrase("아니오", "no")
                : value is null ? Phrases.Of(component["value"]) : Phrases.Of(component["interpretation"]) ?? (isAdl && value is 1 or 2 or 3 ? Help[(int)value - 1] : null);
            items.Add(new(name, value, minimum, maximum, meaning));
        }

        return items;
    }

    private static (decimal? Minimum, decimal? Maximum) Bounds(Element holder, decimal? minimum, decimal? maximum)
    {
        var range = holder["referenceRange"];
        return (Quantities.Number(range["low"]) ?? minimum, Quantities.Number(range["high"]) ?? maximum);
    }
}
