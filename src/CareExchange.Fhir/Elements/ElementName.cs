using System.Text;

namespace CareExchange.Fhir.Elements;

/// <summary>A property name that children are asked for again and again, ready to be compared with the bytes of a document.</summary>
public sealed class ElementName
{
    private readonly byte[] _utf8;

    /// <param name="text">The definition's name (<c>value</c>), the JSON name (<c>valueQuantity</c>), or of a structure without definition the name as written.</param>
    public ElementName(string text)
    {
        Text = text;
        _utf8 = Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The name.</summary>
    public string Text { get; }

    internal ReadOnlySpan<byte> Utf8 => _utf8;

    /// <inheritdoc/>
    public override string ToString() => Text;
}
