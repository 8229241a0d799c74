using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>Repetitions are told apart by discriminators, and each slice has demands of its own (R4 profiling.html#slicing).</summary>
/// <param name="slices">The slices in the order of their definition.</param>
/// <param name="isOrdered">True where they come in this order.</param>
/// <param name="isClosed">True where nothing may be outside of them.</param>
/// <param name="isOpenAtEnd">True where others come only after them.</param>
internal sealed class SlicingRule(IReadOnlyList<SliceRules> slices, bool isOrdered, bool isClosed, bool isOpenAtEnd)
{
    /// <summary>The slices in the order of their definition.</summary>
    public IReadOnlyList<SliceRules> Slices => slices;

    /// <summary>Judges the repetitions of one child.</summary>
    /// <param name="parent">The element around.</param>
    /// <param name="items">The repetitions.</param>
    /// <param name="run">The run; the element around is already entered.</param>
    public void Check(Element parent, IReadOnlyList<Element> items, ValidationRun run)
    {
        if (items.Count > 0 && slices.FirstOrDefault(slice => slice.Unclear is not null) is { } unclear)
        {
            run.Report(items[0], Unclear(unclear));
            return;
        }

        var inSlice = new List<Element>?[slices.Count];
        var last = -1;
        Element outside = default;
        foreach (var item in items)
        {
            var index = Find(item, run);
            if (index < 0)
            {
                if (isClosed) run.Report(item, Outside(item, run));
                if (!outside.Exists) outside = item;
                continue;
            }

            if (isOpenAtEnd && outside.Exists) run.Report(outside, BeforeSlice(slices[index]));
            outside = default;
            if (isOrdered && index < last) run.Report(item, OutOfOrder(slices[index]));
            last = index;
            (inSlice[index] ??= []).Add(item);
            slices[index].Item.Check(item, run);
        }

        for (var index = 0; index < slices.Count; index++)
        {
            var slice = slices[index];
            var found = inSlice[index];
            if (slice.Cardinality is { } cardinality && !cardinality.Allows(found?.Count ?? 0))
                run.Report(parent, Count(slice, cardinality, found?.Count ?? 0, items, run));
            slice.Slicing?.Check(parent, found ?? [], run);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"slices: {(isClosed ? "closed" : isOpenAtEnd ? "open at end" : "open")}{(isOrdered ? ", ordered" : "")}";

    private int Find(Element item, ValidationRun run)
    {
        var match = -1;
        for (var index = 0; index < slices.Count; index++)
        {
            if (slices[index].IsDefault || !slices[index].Holds(item, run)) continue;
            if (match < 0) match = index;
            else run.Report(item, Ambiguous(slices[match], slices[index]));
        }

        if (match >= 0) return match;
        for (var index = 0; index < slices.Count; index++)
            if (slices[index].IsDefault) return index;
        return -1;
    }

    private Issue Outside(Element item, ValidationRun run)
    {
        var nearest = slices.Where(slice => !slice.IsDefault).MaxBy(slice => slice.CountHolding(item, run));
        return Issue.Error("structure", "slice-closed", "The element is in none of the slices, and there may be no others.", "어느 슬라이스에도 속하지 않으며, 다른 항목은 허용되지 않습니다.") with
        {
            Expected = nearest?.FirstFailing(item, run) is { } failing ? $"slice {nearest.Name}: {failing}" : string.Join(" | ", slices.Select(slice => slice.Name)),
            Found = nearest?.FirstFailing(item, run)?.FoundIn(item, run),
        };
    }

    private static Issue Count(SliceRules slice, CardinalityRule cardinality, int found, IReadOnlyList<Element> items, ValidationRun run)
    {
        var isMissing = found == 0;
        var issue = isMissing
            ? Issue.Error("required", "slice-min", $"There is no element of the slice '{slice.Name}'.", $"슬라이스 '{slice.Name}'에 해당하는 항목이 없습니다.")
            : Issue.Error("structure", "slice-count", $"The slice '{slice.Name}' does not have as many elements as it has to.", $"슬라이스 '{slice.Name}'의 항목 수가 맞지 않습니다.");
        var (nearest, why) = isMissing ? Nearest(slice, items, run) : (default, null);
        return issue with
        {
            Expected = why is null ? $"{cardinality.Name} {cardinality}" : $"{cardinality.Name} {cardinality}: {why}",
            Found = why is null ? found.ToString(System.Globalization.CultureInfo.InvariantCulture) : $"0; nearest: {why.FoundIn(nearest, run) ?? "nothing"}",
        };
    }

    private static (Element Item, SliceCriterion? Why) Nearest(SliceRules slice, IReadOnlyList<Element> items, ValidationRun run)
    {
        Element nearest = default;
        var most = -1;
        foreach (var item in items)
        {
            var holding = slice.CountHolding(item, run);
            if (holding <= most) continue;
            (nearest, most) = (item, holding);
        }

        return nearest.Exists ? (nearest, slice.FirstFailing(nearest, run)) : default;
    }

    private static Issue Unclear(SliceRules slice) =>
        Issue.Error("processing", "slice-unclear", $"The profile does not say how the slice '{slice.Name}' is recognised.", $"프로파일이 슬라이스 '{slice.Name}'의 구분 방법을 알려 주지 않습니다.") with { Expected = slice.Unclear };

    private static Issue Ambiguous(SliceRules first, SliceRules second) =>
        Issue.Error("structure", "slice-ambiguous", "The element is in two slices at once.", "항목이 두 슬라이스에 동시에 속합니다.") with { Expected = "one slice", Found = $"{first.Name}, {second.Name}" };

    private static Issue OutOfOrder(SliceRules slice) =>
        Issue.Error("structure", "slice-order", "The slices are not in the order of their definition.", "슬라이스의 순서가 정의와 다릅니다.") with { Found = slice.Name };

    private static Issue BeforeSlice(SliceRules slice) =>
        Issue.Warning("structure", "slice-at-end", "What is in no slice comes after the slices.", "슬라이스에 속하지 않는 항목은 슬라이스 뒤에 와야 합니다.") with { Expected = $"after {slice.Name}" };
}
