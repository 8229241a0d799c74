using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Validation.Rules;

/// <summary>Discriminator <c>value</c> where the slice has a required binding: what stands at the path is in the value set.</summary>
internal sealed class BindingCriterion(DiscriminatorPath path, string valueSet) : SliceCriterion(path)
{
    public override bool Holds(Element element, ValidationRun run) => Path.Any(element, run, (found, inner) => inner.Context.Host?.MemberOf(new PathItem(found), valueSet) == true);

    public override string ToString() => $"{Path} in {valueSet}";
}
