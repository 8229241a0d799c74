using System.Text.RegularExpressions;
using CareExchange.Terminology.CodeSystems;

namespace CareExchange.Terminology.ValueSets;

/// <summary>Codes of a system that is not in the packs: what its grammar and the set's own patterns say, and otherwise nothing.</summary>
/// <param name="system">The code system.</param>
/// <param name="grammar">Its grammar, or null where we know none.</param>
/// <param name="patterns">Expressions that every code of the set has to match.</param>
/// <param name="isFiltered">True where the set has further conditions that cannot be asked without the system's concepts.</param>
internal sealed class GrammarCodes(string system, CodeShape? grammar, Regex[] patterns, bool isFiltered) : CodeSet
{
    public override IReadOnlyCollection<(string System, string Code)>? Listed => null;

    public override bool? Contains(ReadOnlySpan<char> asked, ReadOnlySpan<char> code)
    {
        if (!asked.IsEmpty && !asked.SequenceEqual(system)) return false;
        foreach (var pattern in patterns)
            if (!pattern.IsMatch(code)) return false;
        return grammar?.Contains(code) switch
        {
            // A shape that only looks wrong must not make a required code an error.
            false => grammar.IsWhole || grammar.IsGuarded ? false : null,
            true when !isFiltered => true,
            _ => null,
        };
    }

    public override string? SystemOf(ReadOnlySpan<char> code) => Contains([], code) == true ? system : null;
}
