namespace CareExchange.Fhir.Definitions;

/// <summary>The first section of a pack: element bodies, and the directory that says where each type's begin.</summary>
internal static class StructureSection
{
    public static void WriteElements(PackWriter to, IReadOnlyList<ElementDefinition> snapshot) => to.List(snapshot, element =>
    {
        to.Text(element.Path);
        to.Text(element.Id == element.Path ? null : element.Id);
        to.Text(element.SliceName);
        to.Number(element.Min);
        to.Number(element.Max);
        to.Number(element.BaseMax);
        to.Number((element.IsSummary ? 1 : 0) | (element.IsModifier ? 2 : 0) | (element.MustSupport ? 4 : 0) | (HasRareFacts(element) ? 8 : 0));
        to.List(element.Types, type =>
        {
            to.Text(type.Code);
            to.Texts(type.Profiles);
            to.Texts(type.TargetProfiles);
        });
        to.Flag(element.Binding is not null);
        if (element.Binding is { } binding)
        {
            to.Text(binding.Strength);
            to.Text(binding.ValueSet);
            to.Text(binding.MaxValueSet);
        }

        to.List(element.Constraints, constraint =>
        {
            to.Text(constraint.Key);
            to.Flag(constraint.IsError);
            to.Text(constraint.Expression);
            to.Text(constraint.Source);
        });
        if (HasRareFacts(element)) WriteRareFacts(to, element);
    });

    public static void WriteDirectory(PackWriter to, DefinitionPack pack, int[] offsets)
    {
        to.Text(pack.Name);
        to.Text(pack.Version);
        to.Number(pack.Types.Count);
        for (var i = 0; i < offsets.Length; i++)
        {
            var type = pack.Types[i];
            to.Text(type.Name);
            to.Text(type.Url);
            to.Text(type.Version);
            to.Text(type.TypeName);
            to.Number((int)type.Kind);
            to.Flag(type.IsAbstract);
            to.Flag(type.IsConstraint);
            to.Text(type.BaseUrl);
            to.Text(type.Regex);
            to.List(type.Contexts, context =>
            {
                to.Text(context.Kind);
                to.Text(context.Expression);
            });
            to.Number(offsets[i]);
        }

        to.List(pack.SearchParameters, parameter =>
        {
            to.Text(parameter.Url);
            to.Text(parameter.Code);
            to.Text(parameter.Type);
            to.Texts(parameter.Base);
            to.Text(parameter.Expression);
            to.Texts(parameter.Target);
            to.List(parameter.Components, component =>
            {
                to.Text(component.Definition);
                to.Text(component.Expression);
            });
        });
        to.List(pack.Compartments, compartment =>
        {
            to.Text(compartment.Url);
            to.Text(compartment.Code);
            to.List(compartment.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray(), pair =>
            {
                to.Text(pair.Key);
                to.Texts(pair.Value);
            });
        });
        to.List(pack.Operations, operation => WriteOperation(to, operation));
    }

    public static DefinitionPack ReadDirectory(
        PackReader section,
        PackReader from,
        Lazy<IReadOnlyList<ValueSetDefinition>> valueSets,
        Lazy<IReadOnlyList<CodeSystemDefinition>> codeSystems,
        Lazy<IReadOnlyList<ConceptMapDefinition>> conceptMaps) => new()
    {
        Name = from.Text(),
        Version = from.Text(),
        Types = from.List(() => ReadType(section, from)),
        SearchParameters = from.List(() => new SearchParameterDefinition(
            from.Text(), from.Text(), from.Text(), from.Texts(), from.OptionalText(), from.Texts(),
            from.List(() => new SearchParameterComponent(from.Text(), from.Text())))),
        Compartments = from.List(() => new CompartmentDefinition(
            from.Text(), from.Text(),
            from.List(() => KeyValuePair.Create(from.Text(), (IReadOnlyList<string>)from.Texts())).ToDictionary(StringComparer.Ordinal))),
        Operations = from.List(() => ReadOperation(from)),
        ValueSets = valueSets,
        CodeSystems = codeSystems,
        ConceptMaps = conceptMaps,
    };

    private static TypeDefinition ReadType(PackReader section, PackReader from)
    {
        var (name, url, version, typeName) = (from.Text(), from.Text(), from.OptionalText(), from.Text());
        var (kind, isAbstract, isConstraint) = ((TypeKind)from.Number(), from.Flag(), from.Flag());
        var (baseUrl, regex) = (from.OptionalText(), from.OptionalText());
        var contexts = from.List(() => (from.Text(), from.Text()));
        var offset = from.Number();
        return new(() => ReadElements(section.At(offset)))
        {
            Name = name,
            Url = url,
            Version = version,
            TypeName = typeName,
            Kind = kind,
            IsAbstract = isAbstract,
            IsConstraint = isConstraint,
            BaseUrl = baseUrl,
            Regex = regex,
            Contexts = contexts,
        };
    }

    private static ElementDefinition[] ReadElements(PackReader from) => from.List(() =>
    {
        var path = from.Text();
        var id = from.OptionalText() ?? path;
        var sliceName = from.OptionalText();
        var (min, max, baseMax, flags) = (from.Number(), from.Number(), from.Number(), from.Number());
        var types = from.List(() => new ElementType(from.Text(), from.Texts(), from.Texts()));
        var binding = from.Flag() ? new ElementBinding(from.Text(), from.OptionalText(), from.OptionalText()) : null;
        var constraints = from.List(() => new ElementConstraint(from.Text(), from.Flag(), from.OptionalText(), from.OptionalText()));
        var rare = (flags & 8) != 0 ? ReadRareFacts(from) : default;
        var step = path[(path.LastIndexOf('.') + 1)..];
        var isChoice = step.EndsWith("[x]", StringComparison.Ordinal);
        return new ElementDefinition
        {
            Path = path,
            Id = id,
            Name = isChoice ? step[..^3] : step,
            IsChoice = isChoice,
            SliceName = sliceName,
            Min = min,
            Max = max,
            BaseMax = baseMax,
            Types = types,
            Binding = binding,
            Constraints = constraints,
            IsSummary = (flags & 1) != 0,
            IsModifier = (flags & 2) != 0,
            MustSupport = (flags & 4) != 0,
            ContentReference = rare.ContentReference,
            Fixed = rare.Fixed,
            Pattern = rare.Pattern,
            MinValue = rare.MinValue,
            MaxValue = rare.MaxValue,
            MaxLength = rare.MaxLength,
            Slicing = rare.Slicing,
        };
    });

    private static bool HasRareFacts(ElementDefinition element) =>
        element.ContentReference is not null || element.MaxLength is not null || element.Slicing is not null
        || !element.Fixed.IsEmpty || !element.Pattern.IsEmpty || !element.MinValue.IsEmpty || !element.MaxValue.IsEmpty;

    private static void WriteRareFacts(PackWriter to, ElementDefinition element)
    {
        to.Text(element.ContentReference);
        to.Number(element.MaxLength ?? -1);
        to.Bytes(element.Fixed.Span);
        to.Bytes(element.Pattern.Span);
        to.Bytes(element.MinValue.Span);
        to.Bytes(element.MaxValue.Span);
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
            from.Flag() ? new(from.List(() => new SliceDiscriminator(from.Text(), from.Text())), from.Flag(), from.Text()) : null);
    }

    private static void WriteOperation(PackWriter to, OperationDefinition operation)
    {
        to.Text(operation.Url);
        to.Text(operation.Code);
        to.Texts(operation.Resources);
        to.Flag(operation.AffectsState);
        to.Flag(operation.IsSystem);
        to.Flag(operation.IsType);
        to.Flag(operation.IsInstance);
        to.List(operation.Parameters, parameter =>
        {
            to.Text(parameter.Name);
            to.Flag(parameter.IsOut);
            to.Number(parameter.Min);
            to.Number(parameter.Max);
            to.Text(parameter.Type);
        });
    }

    private static OperationDefinition ReadOperation(PackReader from) => new(
        from.Text(), from.Text(), from.Texts(), from.Flag(), from.Flag(), from.Flag(), from.Flag(),
        from.List(() => new OperationParameter(from.Text(), from.Flag(), from.Number(), from.Number(), from.OptionalText())));

    private readonly record struct RareFacts(
        string? ContentReference,
        int? MaxLength,
        ReadOnlyMemory<byte> Fixed,
        ReadOnlyMemory<byte> Pattern,
        ReadOnlyMemory<byte> MinValue,
        ReadOnlyMemory<byte> MaxValue,
        ElementSlicing? Slicing);
}
