using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>What a reference points at.</summary>
/// <param name="Place">Where it was found, or looked for.</param>
/// <param name="Frame">The target with what is around it; null where it is not to be had.</param>
/// <param name="Matches">How many entries of the Bundle the reference names; more than one is ambiguous.</param>
internal readonly record struct ReferenceTarget(ReferencePlace Place, ResourceFrame? Frame, int Matches = 1)
{
    /// <summary>The target; absent where it is not to be had.</summary>
    public Element Resource => Frame?.Resource ?? default;
}
