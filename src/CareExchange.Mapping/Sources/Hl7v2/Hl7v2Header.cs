using System.Text;

namespace CareExchange.Mapping.Sources.Hl7v2;

/// <summary>What the MSH segment says, as far as an answer needs it. Values are as sent, escapes included, so that they can be sent back.</summary>
public sealed class Hl7v2Header
{
    private readonly string[] _fields;

    private Hl7v2Header(Hl7v2Delimiters delimiters, string[] fields)
    {
        Delimiters = delimiters;
        _fields = fields;
    }

    /// <summary>What separates the parts.</summary>
    public Hl7v2Delimiters Delimiters { get; }

    /// <summary>MSH-9.1, such as <c>ADT</c>.</summary>
    public string MessageCode => Component(9, 1);

    /// <summary>MSH-9.2, such as <c>A03</c>; empty where there is none.</summary>
    public string TriggerEvent => Component(9, 2);

    /// <summary>MSH-10, by which an answer names the message.</summary>
    public string ControlId => Field(10);

    /// <summary>MSH-12.1, such as <c>2.5.1</c>.</summary>
    public string Version => Component(12, 1);

    /// <summary>MSH-15: when the sender wants to hear that the message was taken in; empty in original mode.</summary>
    public string AcceptAcknowledgment => Field(15);

    /// <summary>MSH-16: when the sender wants to hear what became of the message; empty in original mode.</summary>
    public string ApplicationAcknowledgment => Field(16);

    /// <summary>MSH-18, its first repetition.</summary>
    public string CharacterSet => Field(18).Split(Delimiters.Repetition)[0];

    /// <summary>The header of a message, with or without MLLP framing around it.</summary>
    /// <returns>The header; null where the bytes do not begin with an MSH segment that declares its delimiters.</returns>
    public static Hl7v2Header? Read(ReadOnlySpan<byte> message)
    {
        message = Hl7v2Frame.Strip(message);
        if (!message.StartsWith("MSH"u8)) return null;
        var end = message.IndexOfAny((byte)'\r', (byte)'\n');

        // Read as Latin-1: names and codes of the header that an answer repeats must come back byte by byte.
        var text = Encoding.Latin1.GetString(end < 0 ? message[..Math.Min(message.Length, 64 * 1024)] : message[..Math.Min(end, 64 * 1024)]);
        return Hl7v2Delimiters.Read(text) is { } delimiters ? new(delimiters, text.Split(delimiters.Field)) : null;
    }

    /// <summary>A field as sent; empty where there is none.</summary>
    internal string Field(int number) => number - 1 < _fields.Length ? _fields[number - 1].Trim() : "";

    private string Component(int field, int number)
    {
        var parts = Field(field).Split(Delimiters.Component);
        return number <= parts.Length ? parts[number - 1].Trim() : "";
    }
}
