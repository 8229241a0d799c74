using System.Globalization;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Terminology.ValueSets;
using CareExchange.Validation.Narratives;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>What one ElementDefinition of a profile adds to the definition below it, as rules: cheap before dear, FHIRPath last.</summary>
internal sealed class OverlayRuleBuilders(Schema schema, ValueSetMembership membership)
{
    private const string MinLengthUrl = "http://hl7.org/fhir/StructureDefinition/minLength";
    private const string RegexUrl = "http://hl7.org/fhir/StructureDefinition/regex";

    /// <summary>How many, where the profile permits less than its base.</summary>
    public static CardinalityRule? Cardinality(ElementDefinition definition, ElementDefinition over) =>
        definition.Min > over.Min || (definition.Max >= 0 && (over.Max < 0 || definition.Max < over.Max)) ? CardinalityBuilder.Build(definition) : null;

    /// <summary>What is asked whatever the type of the value: that it is one of those left.</summary>
    public IEnumerable<Rule> Common(ElementDefinition definition, ElementDefinition over)
    {
        if (definition.Types.Count == 0 || over.Types.Count == 0) yield break;
        var types = Codes(definition);
        var isNarrower = !Codes(over).All(types.Contains);
        if (isNarrower && types.All(code => schema.FindType(code) is { } type && type.TypeName is not ("Element" or "BackboneElement"))) yield return new AllowedTypesRule(types);
    }

    /// <summary>What is asked of a value of one type.</summary>
    /// <param name="definition">The profile's definition.</param>
    /// <param name="over">The definition it narrows.</param>
    /// <param name="node">How JSON names it, and its type in the base.</param>
    /// <param name="isSameType">True for the root of a profile, whose definition is that of its type.</param>
    public List<Rule> Build(ElementDefinition definition, ElementDefinition over, SchemaNode node, bool isSameType)
    {
        var rules = new List<Rule>();
        var code = node.Type?.TypeName;
        var profiles = isSameType ? [] : Profiles(definition, over, code);
        if (profiles.Count > 0) rules.Add(new TypeProfileRule(profiles));
        rules.AddRange(Texts(definition, over, code));
        if (!definition.Fixed.Span.SequenceEqual(over.Fixed.Span)) rules.AddRange(FixedValueBuilder.Build(schema, node, definition));
        if (!definition.Pattern.Span.SequenceEqual(over.Pattern.Span)) rules.AddRange(PatternBuilder.Build(schema, node, definition));
        rules.AddRange(Bounds(definition, over, code));
        if (definition.Binding != over.Binding) rules.AddRange(BindingBuilder.Build(membership, node, definition));
        rules.AddRange(Targets(definition, over, code));
        if (code == "Narrative") rules.AddRange(NarrativeControl.Build(definition));
        rules.AddRange(InvariantBuilder.Build(definition.Constraints, [.. over.Constraints, .. node.Type?.Root.Constraints ?? [], .. Judged(profiles)]));
        return rules;
    }

    // A snapshot repeats at the element what its only profile says at its root (an extension's constraints); the profile says it already.
    private IEnumerable<ElementConstraint> Judged(IReadOnlyList<string> profiles) =>
        profiles.Count == 1 && schema.FindType(profiles[0]) is { Snapshot.Count: > 0 } profile ? profile.Root.Constraints : [];

    private static string[] Codes(ElementDefinition definition) => [.. definition.Types.Select(type => type.Code).Distinct(StringComparer.Ordinal)];

    private static IReadOnlyList<string> Profiles(ElementDefinition definition, ElementDefinition over, string? code)
    {
        // The type of an element that holds any resource is not the code by which the profile speaks of it.
        var types = definition.Types.Count == 1 ? definition.Types : definition.Types.Where(type => type.Code == code);
        var known = over.Types.SelectMany(type => type.Profiles).ToArray();
        return [.. types.SelectMany(type => type.Profiles).Where(profile => !known.Contains(profile)).Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<Rule> Texts(ElementDefinition definition, ElementDefinition over, string? code)
    {
        if (definition.MaxLength is { } most && most != over.MaxLength) yield return new MaxLengthRule(most);
        if (definition.Extension(MinLengthUrl) is { } length && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var fewest)) yield return new MinLengthRule(fewest);
        var regex = definition.Types.FirstOrDefault(type => type.Code == code)?.Regex ?? definition.Extension(RegexUrl);
        var known = over.Types.FirstOrDefault(type => type.Code == code)?.Regex ?? over.Extension(RegexUrl);
        if (regex is not null && regex != known && RegexRule.Create(regex) is { } rule) yield return rule;
    }

    private IEnumerable<Rule> Bounds(ElementDefinition definition, ElementDefinition over, string? code)
    {
        if (code is null) yield break;
        if (!definition.MinValue.Span.SequenceEqual(over.MinValue.Span) && FhirDocument.Parse(definition.MinValue, schema, code).Value is { } least) yield return new ValueBoundRule(least, isMinimum: true);
        if (!definition.MaxValue.Span.SequenceEqual(over.MaxValue.Span) && FhirDocument.Parse(definition.MaxValue, schema, code).Value is { } most) yield return new ValueBoundRule(most, isMinimum: false);
    }

    private static IEnumerable<Rule> Targets(ElementDefinition definition, ElementDefinition over, string? code)
    {
        if (code != "Reference") yield break;
        var profiles = Of(definition);
        var reference = definition.Types.FirstOrDefault(type => type.Code == "Reference");
        var aggregation = reference?.Aggregation ?? [];
        var versioning = reference?.Versioning is "either" ? null : reference?.Versioning;
        var isNarrower = profiles.Length > 0 && !profiles.SequenceEqual(Of(over));
        if (isNarrower || aggregation.Count > 0 || versioning is not null) yield return new TargetProfileRule(isNarrower ? profiles : [], aggregation, versioning);

        static string[] Of(ElementDefinition element) => [.. element.Types.Where(type => type.Code == "Reference").SelectMany(type => type.TargetProfiles).Distinct(StringComparer.Ordinal)];
    }
}
