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

    /// <summary>One line for each scale and organisation: the newest, with the former ones behind it.</summary>
    public static List<ScoreLine> Of(IEnumerable<PlanResource> newestFirst) =>
    [
        .. newestFirst
            .GroupBy(observation => (Codes.Kind(observation) ?? observation.Root["code"]["text"].Text ?? observation.Id, observation.Source.OrganizationId))
            .Select(scale => Of([.. scale]))
            .OfType<ScoreLine>(),
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
            var (minimum, maximum) = Bounds(component, null, null);
            var meaning = value is null ? Phrases.Of(component["value"]) : Phrases.Of(component["interpretation"]);
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
