namespace CareExchange.Fhir.Definitions;

/// <summary>The terminology sections of a pack.</summary>
internal static class TerminologySection
{
    public static void Write(PackWriter to, IReadOnlyList<ValueSetDefinition> valueSets) => to.List(valueSets, valueSet =>
    {
        to.Text(valueSet.Url);
        to.Text(valueSet.Version);
        to.List(valueSet.Include, selection => WriteSelection(to, selection));
        to.List(valueSet.Exclude, selection => WriteSelection(to, selection));
    });

    public static IReadOnlyList<ValueSetDefinition> ReadValueSets(PackReader from) => from.List(() => new ValueSetDefinition(
        from.Text(), from.OptionalText(), from.List(() => ReadSelection(from)), from.List(() => ReadSelection(from))));

    public static void Write(PackWriter to, IReadOnlyList<CodeSystemDefinition> codeSystems) => to.List(codeSystems, codeSystem =>
    {
        to.Text(codeSystem.Url);
        to.Text(codeSystem.Version);
        to.Text(codeSystem.Content);
        to.Flag(codeSystem.IsCaseSensitive);
        to.Text(codeSystem.ValueSet);
        to.List(codeSystem.Concepts, concept =>
        {
            to.Text(concept.Code);
            to.Text(concept.Display);
            to.Number(concept.Parent);
            to.List(concept.Properties, property =>
            {
                to.Text(property.Code);
                to.Text(property.Value);
            });
        });
    });

    public static IReadOnlyList<CodeSystemDefinition> ReadCodeSystems(PackReader from) => from.List(() => new CodeSystemDefinition(
        from.Text(), from.OptionalText(), from.Text(), from.Flag(), from.OptionalText(),
        from.List(() => new CodeSystemConcept(
            from.Text(), from.OptionalText(), from.Number(), from.List(() => (from.Text(), from.Text()))))));

    private static void WriteSelection(PackWriter to, ValueSetSelection selection)
    {
        to.Text(selection.System);
        to.Text(selection.Version);
        to.List(selection.Concepts, concept =>
        {
            to.Text(concept.Code);
            to.Text(concept.Display);
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
        from.List(() => new ValueSetConcept(from.Text(), from.OptionalText())),
        from.List(() => new ValueSetFilter(from.Text(), from.Text(), from.Text())),
        from.Texts());
}
