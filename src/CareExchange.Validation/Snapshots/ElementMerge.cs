using CareExchange.Fhir.Definitions;

namespace CareExchange.Validation.Snapshots;

/// <summary>What an element of the base says, changed by what a differential states.</summary>
internal static class ElementMerge
{
    private const string Core = "http://hl7.org/fhir/StructureDefinition/";

    // How far the base is in its own standardization says nothing of a profile on it.
    private static readonly string[] NotInherited =
        [Core + "structuredefinition-standards-status", Core + "structuredefinition-normative-version", Core + "structuredefinition-fmm"];

    /// <param name="of">The element of the base.</param>
    /// <param name="stated">The element of the differential.</param>
    /// <param name="source">Canonical URL of the profile, the source of constraints that name none.</param>
    public static ElementDefinition Merge(ElementDefinition of, ElementDefinition stated, string source)
    {
        var types = stated.Types.Count > 0 ? stated.Types : of.Types;
        return of with
        {
            Min = stated.Stated.HasFlag(ElementFacts.Min) ? stated.Min : of.Min,
            Max = stated.Stated.HasFlag(ElementFacts.Max) ? stated.Max : of.Max,
            Types = types,
            Binding = Binding(of.Binding, stated.Binding),
            Constraints = Constraints(of.Constraints, stated.Constraints, source),
            IsSummary = stated.Stated.HasFlag(ElementFacts.IsSummary) ? stated.IsSummary : of.IsSummary,
            IsModifier = stated.Stated.HasFlag(ElementFacts.IsModifier) ? stated.IsModifier : of.IsModifier,
            MustSupport = stated.Stated.HasFlag(ElementFacts.MustSupport) ? stated.MustSupport : of.MustSupport,
            Fixed = stated.Fixed.IsEmpty ? of.Fixed : stated.Fixed,
            Pattern = stated.Pattern.IsEmpty ? of.Pattern : stated.Pattern,
            MinValue = stated.MinValue.IsEmpty ? of.MinValue : stated.MinValue,
            MaxValue = stated.MaxValue.IsEmpty ? of.MaxValue : stated.MaxValue,
            MaxLength = stated.MaxLength ?? of.MaxLength,
            Slicing = stated.Slicing ?? of.Slicing,
            Representation = stated.Representation.Count > 0 ? stated.Representation : of.Representation,
            SliceIsConstraining = stated.SliceIsConstraining,
            Extensions = Extensions(of.Extensions, stated.Extensions),
        };
    }

    /// <summary>The constraints of both, each key once, those of the base first.</summary>
    public static IReadOnlyList<ElementConstraint> Constraints(IReadOnlyList<ElementConstraint> of, IReadOnlyList<ElementConstraint> stated, string source)
    {
        if (stated.Count == 0) return of;
        var constraints = new List<ElementConstraint>(of);
        foreach (var constraint in stated)
        {
            if (!constraints.Exists(known => known.Key == constraint.Key)) constraints.Add(constraint.Source is null ? constraint with { Source = source } : constraint);
        }

        return constraints;
    }

    private static ElementBinding? Binding(ElementBinding? of, ElementBinding? stated)
    {
        if (stated is null || of is null) return stated ?? of;
        return stated with { ValueSet = stated.ValueSet ?? of.ValueSet };
    }

    private static IReadOnlyList<DefinitionExtension> Extensions(IReadOnlyList<DefinitionExtension> of, IReadOnlyList<DefinitionExtension> stated) =>
        of.Count == 0 ? stated : [.. of.Where(extension => !NotInherited.Contains(extension.Url) && !stated.Any(own => own.Url == extension.Url)), .. stated];
}
