namespace CareExchange.Fhir.Patching;

/// <summary>One property of an object, or one item of an array, with the white space around it.</summary>
/// <param name="name">The name without escapes; empty for an item.</param>
/// <param name="label">The name as written, with quotes, colon and what stands between; empty for an item.</param>
/// <param name="value">The value.</param>
internal sealed class PatchMember(string name, ReadOnlyMemory<byte> label, PatchNode value)
{
    public string Name { get; } = name;

    public ReadOnlyMemory<byte> Label { get; } = label;

    public PatchNode Value { get; set; } = value;

    /// <summary>White space before it.</summary>
    public ReadOnlyMemory<byte> Lead { get; set; }

    /// <summary>White space between it and the comma.</summary>
    public ReadOnlyMemory<byte> Trail { get; set; }

    public PatchMember Clone() => new(Name, Label, Value.Clone()) { Lead = Lead, Trail = Trail };
}
