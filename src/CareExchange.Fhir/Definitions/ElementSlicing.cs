namespace CareExchange.Fhir.Definitions;

/// <summary>How the repetitions of an element are told apart.</summary>
/// <param name="Discriminators">Pairs of kind (<c>value</c>, <c>exists</c>, <c>pattern</c>, <c>type</c>, <c>profile</c>) and path.</param>
/// <param name="IsOrdered">True where slices must come in the order of their definition.</param>
/// <param name="Rules"><c>open</c>, <c>closed</c> or <c>openAtEnd</c>.</param>
public sealed record ElementSlicing(IReadOnlyList<SliceDiscriminator> Discriminators, bool IsOrdered, string Rules);

/// <summary>One discriminator of a slicing.</summary>
/// <param name="Kind"><c>value</c>, <c>exists</c>, <c>pattern</c>, <c>type</c> or <c>profile</c>.</param>
/// <param name="Path">The restricted FHIRPath from the sliced element.</param>
public sealed record SliceDiscriminator(string Kind, string Path);
