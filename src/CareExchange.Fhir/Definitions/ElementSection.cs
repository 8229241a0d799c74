namespace CareExchange.Fhir.Definitions;

/// <summary>The elements of one snapshot or differential in a pack.</summary>
internal static class ElementSection
{
    private const int RareFlag = 1, ConstraintFlag = 2, BindingFlag = 4, IdFlag = 8, SummaryFlag = 16, ModifierFlag = 32, SupportFlag = 64, StatedShift = 7;

    public static void Write(PackWriter to, IReadOnlyList<ElementDefinition> elements) => to.List(elements, element =>
    {
        var isRare = HasRareFacts(element);
        to.Number((isRare ? RareFlag : 0) | (element.Constraints.Count > 0 ? ConstraintFlag : 0) | (element.Binding is not null ? BindingFlag : 0)
            | (element.Id != element.Path ? IdFlag : 0) | (element.IsSummary ? SummaryFlag : 0) | (element.IsModifier ? ModifierFlag : 0)
            | (element.MustSupport ? SupportFlag : 0) | ((int)element.Stated << StatedShift));
        to.Text(element.Path);
        to.Text(element.Name);
        if (element.Id != element.Path)
        {
            to.Text(element.Id);
            to.Text(element.SliceName);
        }

        to.Number(element.Min);
        to.Number(element.Max);
        to.Number(element.BaseMin);
        to.Number(element.BaseMax);
        to.Text(element.BasePath);
        to.List(element.Types, type => WriteType(to, type));
        if (element.Binding is { } binding) WriteBinding(to, binding);
        if (element.Constraints.Count > 0) to.List(element.Constraints, to.Constraint);
        if (isRare) WriteRareFacts(to, element);
    });

    public static ElementDefinition[] Read(PackReader from)
    {
        var elements = new ElementDefinition[from.Number()];
        for (var i = 0; i < elements.Length; i++) elements[i] = ReadElement(from);
        return elements;
    }

    private static ElementDefinition ReadElement(PackReader from)
    {
        var flags = from.Number();
        var (path, name) = (from.Text(), from.Text());
        var (id, sliceName) = (flags & IdFlag) != 0 ? (from.Text(), from.OptionalText()) : (path, null);
        var (min, max, baseMin, baseMax, basePath) = (from.Number(), from.Number(), from.Number(), from.Number(), from.OptionalText());
        var types = ReadTypes(from);
        var binding = (flags & BindingFlag) != 0 ? ReadBinding(from) : null;
        var constraints = (flags & ConstraintFlag) != 0 ? from.List(from.Constraint) : [];
        var rare = (flags & RareFlag) != 0 ? ReadRareFacts(from) : RareFacts.None;
        return new()
        {
            Path = path,
            Id = id,
            Name = name,
            IsChoice = path.EndsWith("[x]", StringComparison.Ordinal),
            SliceName = sliceName,
            Stated = (ElementFacts)(flags >> StatedShift),
            Min = min,
            Max = max,
            BaseMin = baseMin,
            BaseMax = baseMax,
            BasePath = basePath,
            Types = types,
            Binding = binding,
            Constraints = constraints,
            IsSummary = (flags & SummaryFlag) != 0,
            IsModifier = (flags & ModifierFlag) != 0,
            MustSupport = (flags & SupportFlag) != 0,
            ContentReference = rare.ContentReference,
            Fixed = rare.Fixed,
            Pattern = rare.Pattern,
            MinValue = rare.MinValue,
            MaxValue = rare.MaxValue,
            MaxLength = rare.MaxLength,
            Slicing = rare.Slicing,
            Representation = rare.Representation,
            SliceIsConstraining = rare.SliceIsConstraining,
            Extensions = rare.Extensions,
        };
    }

    private static void WriteType(PackWriter to, ElementType type)
    {
        var isRare = type.Aggregation.Count > 0 || type.Versioning is not null || type.Regex is not null;
        to.Text(type.Code);
        to.Number((type.Profiles.Count > 0 ? 1 : 0) | (type.TargetProfiles.Count > 0 ? 2 : 0) | (isRare ? 4 : 0));
        if (type.Profiles.Count > 0) to.Texts(type.Profiles);
        if (type.TargetProfiles.Count > 0) to.Texts(type.TargetProfiles);
        if (!isRare) return;
        to.Texts(type.Aggregation);
        to.Text(type.Versioning);
        to.Text(type.Regex);
    }

    // Most elements of a definition have one type without profiles, and one object can stand for all of them.
    private static ElementType[] ReadTypes(PackReader from)
    {
        var count = from.Number();
        if (count == 0) return [];
        var types = new ElementType[count];
        for (var i = 0; i < count; i++)
        {
            var code = from.Text();
            var flags = from.Number();
            if (flags == 0 && count == 1) return from.PlainType(code);
            var (profiles, targets) = ((flags & 1) != 0 ? from.Texts() : [], (flags & 2) != 0 ? from.Texts() : []);
            types[i] = (flags & 4) == 0
                ? new(code, profiles, targets)
                : new(code, profiles, targets) { Aggregation = from.Texts(), Versioning = from.OptionalText(), Regex = from.OptionalText() };
        }

        return types;
    }

    private static void WriteBinding(PackWriter to, ElementBinding binding)
    {
        to.Text(binding.Strength);
        to.Text(binding.ValueSet);
        to.Text(binding.MaxValueSet);
        to.Text(binding.MinValueSet);
        to.List(binding.Additional, additional =>
        {
            to.Text(additional.Purpose);
            to.Text(additional.ValueSet);
            to.Flag(additional.IsAny);
            to.Flag(additional.HasUsage);
        });
    }

    private static ElementBinding ReadBinding(PackReader from) => new(from.Text(), from.OptionalText(), from.OptionalText())
    {
        MinValueSet = from.OptionalText(),
        Additional = from.List(() => new AdditionalBinding(from.Text(), from.Text(), from.Flag(), from.Flag())),
    };

    private static bool HasRareFacts(ElementDefinition element) =>
        element.ContentReference is not null || element.MaxLength is not null || element.Slicing is not null
        || element.SliceIsConstraining || element.Representation.Count > 0 || element.Extensions.Count > 0
        || !element.Fixed.IsEmpty || !element.Pattern.IsEmpty || !element.MinValue.IsEmpty || !element.MaxValue.IsEmpty;

    private static void WriteRareFacts(PackWriter to, ElementDefinition element)
    {
        to.Text(element.ContentReference);
        to.Number(element.MaxLength ?? -1);
        to.Bytes(element.Fixed.Span);
        to.Bytes(element.Pattern.Span);
        to.Bytes(element.MinValue.Span);
        to.Bytes(element.MaxValue.Span);
        to.Texts(element.Representation);
        to.Flag(element.SliceIsConstraining);
        DirectorySection.WriteExtensions(to, element.Extensions);
        to.Flag(element.Slicing is not null);
        if (element.Slicing is not { } slicing) return;
        to.List(slicing.Discriminators, discriminator =>
        {
            to.Text(discriminator.Kind);
            to.Text(discriminator.Path);
        });
        to.Flag(slicing.IsOrdered);
        to.Text(slicing.Rules);
    }

    private static RareFacts ReadRareFacts(PackReader from)
    {
        var contentReference = from.OptionalText();
        var maxLength = from.Number();
        return new(
            contentReference,
            maxLength < 0 ? null : maxLength,
            from.Bytes(), from.Bytes(), from.Bytes(), from.Bytes(),
            from.Texts(),
            from.Flag(),
            DirectorySection.ReadExtensions(from),
            from.Flag() ? new(from.List(() => new SliceDiscriminator(from.Text(), from.Text())), from.Flag(), from.Text()) : null);
    }

    private readonly record struct RareFacts(
        string? ContentReference,
        int? MaxLength,
        ReadOnlyMemory<byte> Fixed,
        ReadOnlyMemory<byte> Pattern,
        ReadOnlyMemory<byte> MinValue,
        ReadOnlyMemory<byte> MaxValue,
        IReadOnlyList<string> Representation,
        bool SliceIsConstraining,
        IReadOnlyList<DefinitionExtension> Extensions,
        ElementSlicing? Slicing)
    {
        public static RareFacts None => new(null, null, default, default, default, default, [], false, [], null);
    }
}
