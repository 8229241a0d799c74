namespace CareExchange.Fhir.Definitions;

/// <summary>The directory of a pack: everything but elements, terminology and where each type's elements begin.</summary>
internal static class DirectorySection
{
    public static void Write(PackWriter to, DefinitionPack pack, (int Snapshot, int Differential)[] offsets)
    {
        to.Text(pack.Name);
        to.Text(pack.Version);
        to.Texts(pack.FhirVersions);
        to.List(pack.Dependencies, dependency =>
        {
            to.Text(dependency.Name);
            to.Text(dependency.Version);
        });
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
            to.Texts(type.ContextInvariants);
            to.Text(type.Status);
            to.Flag(type.IsExperimental);
            to.Text(type.Date);
            to.Text(type.Title);
            to.Text(type.FhirVersion);
            WriteExtensions(to, type.Extensions);
            to.Number(offsets[i].Snapshot);
            to.Number(offsets[i].Differential);
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

    public static DefinitionPack Read(
        PackReader section,
        PackReader from,
        Lazy<IReadOnlyList<ValueSetDefinition>> valueSets,
        Lazy<IReadOnlyList<CodeSystemDefinition>> codeSystems,
        Lazy<IReadOnlyList<ConceptMapDefinition>> conceptMaps) => new()
    {
        Name = from.Text(),
        Version = from.Text(),
        FhirVersions = from.Texts(),
        Dependencies = from.List(() => new PackageDependency(from.Text(), from.Text())),
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
        var (invariants, status, isExperimental) = (from.Texts(), from.OptionalText(), from.Flag());
        var (date, title, fhirVersion, extensions) = (from.OptionalText(), from.OptionalText(), from.OptionalText(), ReadExtensions(from));
        var (snapshot, differential) = (from.Number(), from.Number());
        return new(() => ElementSection.Read(section.At(snapshot)), () => ElementSection.Read(section.At(differential)))
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
            ContextInvariants = invariants,
            Status = status,
            IsExperimental = isExperimental,
            Date = date,
            Title = title,
            FhirVersion = fhirVersion,
            Extensions = extensions,
        };
    }

    public static void WriteExtensions(PackWriter to, IReadOnlyList<DefinitionExtension> extensions) => to.List(extensions, extension =>
    {
        to.Text(extension.Url);
        to.Text(extension.Value);
    });

    public static IReadOnlyList<DefinitionExtension> ReadExtensions(PackReader from) =>
        from.List(() => new DefinitionExtension(from.Text(), from.Text()));

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
}
