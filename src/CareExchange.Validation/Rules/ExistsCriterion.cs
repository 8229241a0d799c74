using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>Discriminator <c>exists</c>: something stands at the path, or nothing does.</summary>
internal sealed class ExistsCriterion(DiscriminatorPath path, bool isWanted) : SliceCriterion(path)
{
    public override bool Holds(Element element, ValidationRun run) => Path.Any(element, run, static (_, _) => true) == isWanted;

    public override string ToString() => isWanted ? $"{Path} exists" : $"{Path} does not exist";
}
