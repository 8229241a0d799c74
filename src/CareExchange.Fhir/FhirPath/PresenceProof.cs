using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace CareExchange.Fhir.FhirPath;

/// <summary>When an expression must be true by the mere presence and absence of its focus's children, so that nothing has to be evaluated.</summary>
/// <remarks>A table over the children that the expression begins its paths with: <c>code.empty() or system.exists()</c> has four entries.</remarks>
public sealed class PresenceProof
{
    /// <summary>The most children that one proof looks at.</summary>
    internal const int MaximumChildren = 6;

    private readonly ulong _relevant;
    private readonly ulong _table;

    internal PresenceProof(ulong relevant, ulong table) => (_relevant, _table) = (relevant, table);

    /// <summary>True where the expression is true of every focus with just these children; false proves nothing.</summary>
    /// <param name="present">One bit for each child by its place in the list the proof was made for.</param>
    public bool Holds(ulong present) => ((_table >> (int)Index(present)) & 1) != 0;

    private ulong Index(ulong present)
    {
        if (Bmi2.X64.IsSupported) return Bmi2.X64.ParallelBitExtract(present, _relevant);
        var index = 0UL;
        var bit = 1UL;
        for (var left = _relevant; left != 0; left &= left - 1, bit <<= 1)
        {
            if ((present & (1UL << BitOperations.TrailingZeroCount(left))) != 0) index |= bit;
        }

        return index;
    }
}
