using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>Joins lines that say the same, so that a reader reads it once and sees everybody who said it.</summary>
internal static class Witnesses
{
    /// <summary>One line per key, in the order of first appearance; the line of the newest source is kept.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="key">What makes two lines the same statement.</param>
    /// <param name="complete">Fills what the kept line leaves out from one that says more; null keeps it as it is.</param>
    public static List<TLine> Join<TLine>(IEnumerable<TLine> lines, Func<TLine, object> key, Func<TLine, TLine, TLine>? complete = null)
        where TLine : PlanLine
    {
        List<TLine> joined = [];
        foreach (var same in lines.GroupBy(key))
        {
            var newestFirst = same.OrderBy(line => line.Source.Number).ToList();
            var kept = newestFirst[0];
            foreach (var other in newestFirst.Skip(1)) kept = complete?.Invoke(kept, other) ?? kept;
            List<Source> others = [.. newestFirst.Skip(1).Select(line => line.Source).Distinct().Where(source => source != kept.Source)];
            joined.Add(others.Count == 0 ? kept : kept with { AlsoSaidBy = others });
        }

        return joined;
    }
}
