using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>TO-BE: goals and the visible needs they answer.</summary>
internal static class GoalSection
{
    public static List<GoalLine> Build(PlanResources resources, Needs needs)
    {
        var visible = Visible(needs);
        return
        [
            .. resources.OfType("Goal")
                .Select(goal => Goal(goal, visible))
                .OfType<GoalLine>()
                .OrderBy(goal => goal.Status is "completed" or "cancelled" or "rejected")
                .ThenBy(goal => goal.Term == GoalTerm.Short)
                .ThenBy(goal => goal.Target ?? DateOnly.MaxValue),
        ];
    }

    private static GoalLine? Goal(PlanResource goal, Dictionary<string, Phrase> visible)
    {
        var root = goal.Root;
        if (root["lifecycleStatus"].Text is not { } status || status == "entered-in-error" || Phrases.Of(root["description"]) is not { } text) return null;
        List<NeedLink> addresses = [];
        foreach (var need in root.Children("addresses"))
        {
            if (References.Key(need) is { } key && visible.TryGetValue(key, out var name)) addresses.Add(new(key, name));
        }

        var target = root["target"];
        return new(
            goal.Reference,
            goal.Source,
            text,
            Codes.InAny(root.Children("category"), Codes.GoalTerm) switch { "long-term" => GoalTerm.Long, "short-term" => GoalTerm.Short, _ => GoalTerm.Unstated },
            status,
            Phrases.Of(root["achievementStatus"]),
            target["due"].IsPrimitive ? Days.Last(target["due"]) : null,
            Phrases.Join([Phrases.Of(target["measure"]), Phrases.Of(target["detail"])], " "),
            addresses);
    }

    private static Dictionary<string, Phrase> Visible(Needs needs)
    {
        var visible = new Dictionary<string, Phrase>(StringComparer.Ordinal);
        foreach (var condition in needs.Conditions) visible[condition.Reference] = condition.Text;
        foreach (var score in needs.Function.Concat(needs.Cognition)) visible[score.Reference] = score.Name;
        foreach (var fact in needs.Stated) visible[fact.Reference] = fact.Text;
        foreach (var fact in needs.Circumstances.Concat(needs.Risks)) visible[fact.Reference] = fact.Name;
        return visible;
    }
}
