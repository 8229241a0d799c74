namespace CareExchange.Fhir.Json;

/// <summary>Gives every property a number while it is read, so that no second walk has to look names up.</summary>
/// <remarks>Implemented by structs only: the tokenizer is specialised for each, and the call disappears.</remarks>
internal interface ITokenTagger
{
    /// <summary>The tag of the root value.</summary>
    int Root(ReadOnlySpan<byte> json, int start);

    /// <summary>The tag that the properties of an object are looked up in; usually the object's own.</summary>
    /// <param name="tag">The tag of the property whose value (or item) the object is.</param>
    /// <param name="json">The whole text.</param>
    /// <param name="start">Where the object begins.</param>
    int Enter(int tag, ReadOnlySpan<byte> json, int start);

    /// <summary>The tag of one property.</summary>
    /// <param name="content">What <see cref="Enter"/> answered for the object.</param>
    /// <param name="name">The property's name, unescaped.</param>
    /// <param name="sibling">True where the name is the underscore twin of a primitive.</param>
    int Property(int content, ReadOnlySpan<byte> name, out bool sibling);
}
