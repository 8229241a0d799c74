using System.Collections;
using CareExchange.Fhir.Definitions;
using CareExchange.Terminology.CodeSystems;

namespace CareExchange.Terminology.ValueSets;

/// <summary>The filters of one include or exclude, all of which must hold.</summary>
internal static class SelectionFilter
{
    /// <summary>One bit for each concept that passes; null where a filter cannot be asked of this system.</summary>
    public static BitArray? Apply(CodeSystem system, IReadOnlyList<ValueSetFilter> filters, bool isActiveOnly)
    {
        var members = new BitArray(system.Concepts.Count, true);
        foreach (var filter in filters)
        {
            if (CodeFilter.Compile(system, filter) is not { } passes) return null;
            for (var index = 0; index < members.Length; index++) members[index] &= passes(index);
        }

        for (var index = 0; isActiveOnly && index < members.Length; index++) members[index] &= !system.IsInactive(index);
        return members;
    }
}
