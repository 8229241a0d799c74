using System.Globalization;
using System.Text.Json;

namespace CareExchange.Fhir.Definitions;

/// <summary>ElementDefinition → facts.</summary>
internal static class ElementCompiler
{
    private const string Core = "http://hl7.org/fhir/StructureDefinition/";
    private const string SystemTypes = "http://hl7.org/fhirpath/System.";

    // Extensions that name things for generators, or explain them to readers, decide nothing.
    private static readonly string[] Unneeded =
    [
        Core + "structuredefinition-explicit-type-name",
        Core + "structuredefinition-display-hint",
        Core + "structuredefinition-category",
        Core + "structuredefinition-summary",
        Core + "structuredefinition-wg",
    ];

    public static ElementDefinition Element(JsonElement json)
    {
        var path = json.Text("path") ?? "";
        var step = path[(path.LastIndexOf('.') + 1)..];
        var isChoice = step.EndsWith("[x]", StringComparison.Ordinal);
        var sliceName = json.Text("sliceName");
        var of = json.Object("base");
        var max = Max(json.Text("max"));
        var min = json.Number("min") ?? 0;
        return new()
        {
            Path = path,
            Id = json.Text("id") ?? path,
            Name = isChoice ? step[..^3] : step,
            IsChoice = isChoice,
            SliceName = sliceName,
            SliceIsConstraining = json.Flag("sliceIsConstraining"),
            Stated = Stated(json),
            Min = min,
            Max = max,
            BaseMin = of?.Number("min") ?? min,
            BaseMax = of?.Text("max") is { } baseMax ? Max(baseMax) : max,
            BasePath = of?.Text("path"),
            Representation = json.Texts("representation"),
            Types = [.. json.Items("type").Select(type => Type(type, of?.Text("path")))],
            Binding = Binding(json.Object("binding")),
            Constraints = [.. json.Items("constraint").Select(Errata.Apply(Constraint))],
            IsSummary = json.Flag("isSummary"),
            IsModifier = json.Flag("isModifier"),
            MustSupport = json.Flag("mustSupport"),
            ContentReference = json.Text("contentReference") is { } reference ? reference[(reference.IndexOf('#', StringComparison.Ordinal) + 1)..] : null,
            Fixed = json.Choice("fixed"),
            Pattern = json.Choice("pattern"),
            MinValue = json.Choice("minValue"),
            MaxValue = json.Choice("maxValue"),
            MaxLength = json.Number("maxLength"),
            Slicing = Slicing(json.Object("slicing")),
            Extensions = Extensions(json),
        };
    }

    /// <summary>The extensions with a primitive value, those that decide nothing left out.</summary>
    public static DefinitionExtension[] Extensions(JsonElement json) => [.. json.Items("extension").Select(Extension).OfType<DefinitionExtension>()];

    /// <summary>A maximum as a number; -1 for <c>*</c>, and where it is absent or no number.</summary>
    public static int Max(string? max) =>
        int.TryParse(max, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static DefinitionExtension? Extension(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || json.Text("url") is not { } url || Unneeded.Contains(url)) return null;
        foreach (var property in json.EnumerateObject())
        {
            if (!property.Name.StartsWith("value", StringComparison.Ordinal)) continue;
            if (property.Value.ValueKind == JsonValueKind.String) return new(url, property.Value.GetString()!);
            if (property.Value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) return new(url, property.Value.GetRawText());
        }

        return null;
    }

    private static ElementFacts Stated(JsonElement json) =>
        (json.Has("min") ? ElementFacts.Min : ElementFacts.None)
        | (json.Has("max") ? ElementFacts.Max : ElementFacts.None)
        | (json.Has("isSummary") ? ElementFacts.IsSummary : ElementFacts.None)
        | (json.Has("isModifier") ? ElementFacts.IsModifier : ElementFacts.None)
        | (json.Has("mustSupport") ? ElementFacts.MustSupport : ElementFacts.None)
        | (json.Has("sliceIsConstraining") ? ElementFacts.SliceIsConstraining : ElementFacts.None);

    private static ElementType Type(JsonElement json, string? basePath)
    {
        var code = json.Text("code") ?? "";
        if (code.StartsWith(SystemTypes, StringComparison.Ordinal))
        {
            code = Errata.SystemType(basePath, json.ExtensionText(Core + "structuredefinition-fhir-type"), code[SystemTypes.Length..]);
        }

        return new(code, json.Texts("profile"), json.Texts("targetProfile"))
        {
            Aggregation = json.Texts("aggregation"),
            Versioning = json.Text("versioning"),
            Regex = json.ExtensionText(Core + "regex"),
        };
    }

    private static ElementConstraint Constraint(JsonElement json) => new(
        json.Text("key") ?? "", json.Text("severity") != "warning", json.Text("expression"), json.Text("source"))
    {
        Human = json.Text("human"),
        IsBestPractice = json.ExtensionFlag(Core + "elementdefinition-bestpractice"),
    };

    private static ElementBinding? Binding(JsonElement? json) => json is not { } binding ? null : new(
        binding.Text("strength") ?? "example", binding.Text("valueSet"), binding.ExtensionText(Core + "elementdefinition-maxValueSet"))
    {
        MinValueSet = binding.ExtensionText(Core + "elementdefinition-minValueSet"),
        Additional = [.. binding.Items("additional").Select(Additional), .. binding.Items("extension").Where(IsAdditional).Select(Additional)],
    };

    private static bool IsAdditional(JsonElement extension) => extension.Text("url") is
        "http://hl7.org/fhir/tools/StructureDefinition/additional-binding"
        or "http://hl7.org/fhir/5.0/StructureDefinition/extension-ElementDefinition.binding.additional";

    // R5 has properties where the R4 extension has parts of the same names.
    private static AdditionalBinding Additional(JsonElement json) => new(
        json.Text("purpose") ?? json.ExtensionText("purpose") ?? "",
        json.Text("valueSet") ?? json.ExtensionText("valueSet") ?? "",
        json.Flag("any") || json.ExtensionFlag("any"),
        json.Has("usage") || json.Items("extension").Any(part => part.Text("url") == "usage"));

    private static ElementSlicing? Slicing(JsonElement? json) => json is not { } slicing ? null : new(
        [.. slicing.Items("discriminator").Select(item => new SliceDiscriminator(item.Text("type") ?? "", item.Text("path") ?? ""))],
        slicing.Flag("ordered"),
        slicing.Text("rules") ?? "open");
}
