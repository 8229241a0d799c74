using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Validation.Rules;

/// <summary>One thing a definition demands of an element. Immutable, thread-safe, and silent about what is right.</summary>
/// <remarks>Bad data is never an exception. A rule allocates only when it has something to say.</remarks>
public abstract class Rule
{
    /// <summary>Judges one element and reports what is wrong with it.</summary>
    internal abstract void Check(Element element, ValidationRun run);

    /// <summary>When the rule must be met by the mere presence of children, so that it need not be asked; null where presence never proves it.</summary>
    /// <param name="isType">Whether the element is of the named type.</param>
    /// <param name="children">Names of all children that its definition has.</param>
    internal virtual PresenceProof? Prove(Func<string, bool> isType, IReadOnlyList<string> children) => null;

    /// <summary>The rule in one line, as it stands in a printed rule tree: what it demands, in the definition's own terms.</summary>
    public abstract override string ToString();
}
