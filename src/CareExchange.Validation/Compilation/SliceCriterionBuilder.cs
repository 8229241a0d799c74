using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>The discriminators of a slicing, as one slice fills them in → <see cref="SliceCriterion"/>s.</summary>
internal sealed class SliceCriterionBuilder(Schema schema)
{
    /// <summary>The criteria of a slice; none where the slice cannot be recognised.</summary>
    /// <param name="slice">The slice.</param>
    /// <param name="slicing">How the slices are told apart.</param>
    /// <param name="unclear">Why the slice cannot be recognised though there are discriminators; null where it can.</param>
    public IReadOnlyList<SliceCriterion> Build(SnapshotNode slice, ElementSlicing slicing, out string? unclear)
    {
        unclear = null;
        if (slicing.Discriminators.Count == 0 || slice.Definition.SliceName == "@default") return [];
        var criteria = new List<SliceCriterion>();
        foreach (var discriminator in slicing.Discriminators)
        {
            if (DiscriminatorPath.Parse(discriminator.Path) is not { } path)
            {
                unclear = $"discriminator {discriminator.Path}";
                return [];
            }

            if (Places(slice, path).Select(place => Criterion(discriminator.Kind, path, place)).FirstOrDefault(criterion => criterion is not null) is { } found) criteria.Add(found);
        }

        if (criteria.Count == 0) unclear = $"discriminators {string.Join(", ", slicing.Discriminators.Select(one => $"{one.Kind}:{one.Path}"))}";
        return criteria;
    }

    private SliceCriterion? Criterion(string kind, DiscriminatorPath path, DefinitionPlace place)
    {
        var definition = place.Definition;
        if (definition.Max == 0) return new ExistsCriterion(path, isWanted: false);
        switch (kind)
        {
            case "exists":
                return definition.Min > 0 ? new ExistsCriterion(path, isWanted: true) : null;
            case "type":
                return place.Types.Count > 0 ? new TypeCriterion(path, place.Types) : null;
            case "profile":
                return new ProfileCriterion(path, [.. definition.Types.SelectMany(type => path.EndsAtTarget ? type.TargetProfiles : type.Profiles)]);
            default:
                if (place.Types is not [var type, ..]) return null;
                var value = definition.Fixed.IsEmpty ? definition.Pattern : definition.Fixed;
                if (!value.IsEmpty) return FhirDocument.Parse(value, schema, type).Value is { } parsed ? new ValueCriterion(path, parsed) : null;
                return definition.Binding is { Strength: "required", ValueSet: { } valueSet } ? new BindingCriterion(path, valueSet) : null;
        }
    }

    // The slice itself first, then the profiles of its types, then what the types say.
    private IEnumerable<DefinitionPlace> Places(SnapshotNode slice, DiscriminatorPath path)
    {
        IEnumerable<DefinitionPlace> places = [DefinitionPlace.Of(slice, schema)];
        for (var index = 0; index < path.Steps.Count; index++)
        {
            // A profile discriminator that ends in resolve() is filled in by the reference, not by its target.
            var step = path.Steps[index];
            if (step.Kind == DiscriminatorPath.StepKind.Resolve && index == path.Steps.Count - 1 && places.Any(place => place.Definition.Types.Any(type => type.TargetProfiles.Count > 0)))
                return places.Select(place => place.AsTarget(schema));
            places = [.. places.SelectMany(place => place.Walk(step, schema))];
        }

        return places;
    }
}
