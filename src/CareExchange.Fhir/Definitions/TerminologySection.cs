namespace CareExchange.Fhir.Definitions;

/// <summary>The terminology sections of a pack.</summary>
internal static class TerminologySection
{
    public static void Write(PackWriter to, IReadOnlyList<ValueSetDefinition> valueSets) => to.List(valueSets, valueSet =>
    {
        to.Text(valueSet.Url);
        to.Text(valueSet.Version);
        to.Text(valueSet.Name);
        to.Text(valueSet.Status);
        to.Number(valueSet.HoldsInactive switch { null => 0, false => 1, true => 2 });
        to.List(valueSet.Include, selection => WriteSelection(to, selection));
        to.List(valueSet.Exclude, selection => WriteSelection(to, selection));
        to.Flag(valueSet.Expansion is not null);
        if (valueSet.Expansion is not { } expansion) return;
        to.List(expansion, entry =>
        {
            to.Text(entry.System);
            to.Text(entry.Code);
            to.Text(entry.Display);
            to.Flag(entry.IsAbstract);
        });
    });

    public static IReadOnlyList<ValueSetDefinition> ReadValueSets(PackReader from) => from.List(() =>
    {
        var (url, version, name, status) = (from.Text(), from.OptionalText(), from.OptionalText(), from.OptionalText());
        bool? holdsInactive = from.Number() switch { 1 => false, 2 => true, _ => null };
        return new ValueSetDefinition(url, version, from.List(() => ReadSelection(from)), from.List(() => ReadSelection(from)))
        {
            Name = name,
            Status = status,
            HoldsInactive = holdsInactive,
            Expansion = from.Flag() ? from.List(() => new ValueSetExpandedCode(from.OptionalText(), from.OptionalText(), from.OptionalText(), from.Flag())) : null,
        };
    });

    public static void Write(PackWriter to, IReadOnlyList<CodeSystemDefinition> codeSystems) => to.List(codeSystems, codeSystem =>
    {
        to.Text(codeSystem.Url);
        to.Text(codeSystem.Version);
        to.Text(codeSystem.Content);
        to.Flag(codeSystem.IsCaseSensitive);
        to.Text(codeSystem.ValueSet);
        to.Text(codeSystem.Name);
        to.Text(codeSystem.Status);
        to.Text(codeSystem.HierarchyMeaning);
        to.Text(codeSystem.Supplements);
        to.Text(codeSystem.Language);
        to.List(codeSystem.Properties, property =>
        {
            to.Text(property.Code);
            to.Text(property.Uri);
            to.Text(property.Type);
        });
        WriteConcepts(to, codeSystem.Concepts);
    });

    public static IReadOnlyList<CodeSystemDefinition> ReadCodeSystems(PackReader from) => from.List(() =>
    {
        var (url, version, content, isCaseSensitive, valueSet) = (from.Text(), from.OptionalText(), from.Text(), from.Flag(), from.OptionalText());
        var (name, status, meaning, supplements, language) = (from.OptionalText(), from.OptionalText(), from.OptionalText(), from.OptionalText(), from.OptionalText());
        var properties = from.List(() => new CodeSystemProperty(from.Text(), from.OptionalText(), from.Text()));
        return new CodeSystemDefinition(url, version, content, isCaseSensitive, valueSet, ReadConcepts(from))
        {
            Name = name,
            Status = status,
            HierarchyMeaning = meaning,
            Supplements = supplements,
            Language = language,
            Properties = properties,
        };
    });

    public static void Write(PackWriter to, IReadOnlyList<ConceptMapDefinition> maps) => to.List(maps, map =>
    {
        to.Text(map.Url);
        to.Text(map.Version);
        to.Text(map.Source);
        to.Text(map.Target);
        to.List(map.Groups, group => WriteGroup(to, group));
    });

    public static IReadOnlyList<ConceptMapDefinition> ReadConceptMaps(PackReader from) => from.List(() => new ConceptMapDefinition(
        from.Text(), from.OptionalText(), from.OptionalText(), from.OptionalText(), from.List(() => new ConceptMapGroup(
            from.OptionalText(), from.OptionalText(), from.OptionalText(), from.OptionalText(),
            from.List(() => new ConceptMapElement(from.OptionalText(), from.OptionalText(), from.List(() => new ConceptMapTarget(
                from.OptionalText(), from.OptionalText(), from.Text(), ReadDependencies(from), ReadDependencies(from))))),
            from.Flag() ? new(from.Text(), from.OptionalText(), from.OptionalText(), from.OptionalText()) : null))));

    private static void WriteGroup(PackWriter to, ConceptMapGroup group)
    {
        to.Text(group.Source);
        to.Text(group.SourceVersion);
        to.Text(group.Target);
        to.Text(group.TargetVersion);
        to.List(group.Elements, element =>
        {
            to.Text(element.Code);
            to.Text(element.Display);
            to.List(element.Targets, target =>
            {
                to.Text(target.Code);
                to.Text(target.Display);
                to.Text(target.Equivalence);
                WriteDependencies(to, target.DependsOn);
                WriteDependencies(to, target.Products);
            });
        });
        to.Flag(group.Unmapped is not null);
        if (group.Unmapped is not { } unmapped) return;
        to.Text(unmapped.Mode);
        to.Text(unmapped.Code);
        to.Text(unmapped.Display);
        to.Text(unmapped.Url);
    }

    private static void WriteDependencies(PackWriter to, IReadOnlyList<ConceptMapDependency> dependencies) => to.List(dependencies, dependency =>
    {
        to.Text(dependency.Property);
        to.Text(dependency.System);
        to.Text(dependency.Value);
        to.Text(dependency.Display);
    });

    private static ConceptMapDependency[] ReadDependencies(PackReader from) =>
        from.List(() => new ConceptMapDependency(from.Text(), from.OptionalText(), from.Text(), from.OptionalText()));

    // Texts of concepts are rarely repeated: as one run of bytes they compress as well, and are never decoded as a whole.
    private static void WriteConcepts(PackWriter to, ConceptTable concepts)
    {
        to.Bytes(concepts.TextBytes.Span);
        to.Number(concepts.Count);
        to.Flag(concepts.IsNested);
        var hasMore = Enumerable.Range(0, concepts.Count).Any(index => concepts.Properties(index).Count + concepts.Designations(index).Count > 0);
        to.Flag(hasMore);
        for (var index = 0; index < concepts.Count; index++)
        {
            to.Number(concepts.CodeUtf8(index).Length);
            to.Number(concepts.DisplayUtf8(index).Length);
            if (concepts.IsNested) to.Number(index - concepts.Parent(index));
            if (!hasMore) continue;
            to.List(concepts.Properties(index), property =>
            {
                to.Text(property.Code);
                to.Text(property.Value);
            });
            WriteDesignations(to, concepts.Designations(index));
        }
    }

    private static ConceptTable ReadConcepts(PackReader from)
    {
        var (text, count, isNested, hasMore) = (from.Bytes(), from.Number(), from.Flag(), from.Flag());
        var offsets = new int[(2 * count) + 1];
        var parents = isNested ? new int[count] : null;
        var properties = new PropertyColumn.Builder();
        var designations = new DesignationColumn.Builder();
        for (var index = 0; index < count; index++)
        {
            offsets[(2 * index) + 1] = offsets[2 * index] + from.Number();
            offsets[(2 * index) + 2] = offsets[(2 * index) + 1] + from.Number();
            if (parents is not null) parents[index] = index - from.Number();
            if (!hasMore) continue;
            properties.Add(from.List(() => (from.Text(), from.Text())));
            designations.Add(ReadDesignations(from));
        }

        return new(text, offsets, parents, properties.Build(), designations.Build());
    }

    private static void WriteDesignations(PackWriter to, IReadOnlyList<ConceptDesignation> designations) => to.List(designations, designation =>
    {
        to.Text(designation.Language);
        to.Text(designation.Use);
        to.Text(designation.Value);
    });

    private static ConceptDesignation[] ReadDesignations(PackReader from) =>
        from.List(() => new ConceptDesignation(from.OptionalText(), from.OptionalText(), from.Text()));

    private static void WriteSelection(PackWriter to, ValueSetSelection selection)
    {
        to.Text(selection.System);
        to.Text(selection.Version);
        to.List(selection.Concepts, concept =>
        {
            to.Text(concept.Code);
            to.Text(concept.Display);
            WriteDesignations(to, concept.Designations);
        });
        to.List(selection.Filters, filter =>
        {
            to.Text(filter.Property);
            to.Text(filter.Op);
            to.Text(filter.Value);
        });
        to.Texts(selection.ValueSets);
    }

    private static ValueSetSelection ReadSelection(PackReader from) => new(
        from.OptionalText(),
        from.OptionalText(),
        from.List(() => new ValueSetConcept(from.Text(), from.OptionalText()) { Designations = ReadDesignations(from) }),
        from.List(() => new ValueSetFilter(from.Text(), from.Text(), from.Text())),
        from.Texts());
}
