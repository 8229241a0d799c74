using System.Collections;
using CareExchange.Terminology.CodeSystems;

namespace CareExchange.Terminology.ValueSets;

/// <summary>The concepts of one code system, or those that pass; holds no codes of its own.</summary>
/// <param name="system">The code system.</param>
/// <param name="members">One bit for each concept; null where all are in.</param>
internal sealed class SystemCodes(CodeSystem system, BitArray? members) : CodeSet
{
    public override IReadOnlyCollection<(string System, string Code)>? Listed =>
        system.IsComplete ? [.. Enumerable.Range(0, system.Concepts.Count).Where(Holds).Select(index => (system.Definition.Url, system.Concepts.Code(index)))] : null;

    public override bool? Contains(ReadOnlySpan<char> asked, ReadOnlySpan<char> code)
    {
        if (!asked.IsEmpty && !asked.SequenceEqual(system.Definition.Url)) return false;
        var index = system.IndexOf(code);
        // A fragment knows only some of its codes: of the others nothing can be said.
        if (index < 0) return system.IsComplete ? false : null;
        return Holds(index);
    }

    public override string? SystemOf(ReadOnlySpan<char> code) => Contains([], code) == true ? system.Definition.Url : null;

    private bool Holds(int index) => members is null || members[index];
}
