using CareExchange.Mapping.Sources;
using CareExchange.Mapping.Sources.Hl7v2;

namespace CareExchange.Mapping.Writers;

/// <summary>What a partner's folder says of how a message is written.</summary>
internal sealed record WriterSettings
{
    /// <summary>The character set; null leaves it to the format.</summary>
    public WriterCharset? Charset { get; init; }

    /// <summary>Of HL7 v2: the delimiters where the tree names none.</summary>
    public Hl7v2Delimiters Delimiters { get; init; } = Hl7v2Delimiters.Standard;

    /// <summary>Of HL7 v2: the segments and structures that are known.</summary>
    public Hl7v2Dictionary Dictionary { get; init; } = Hl7v2Dictionary.Standard;

    /// <summary>Of tables: the columns, in their order.</summary>
    public TableDeclaration? Table { get; init; }

    /// <summary>Of CSV: a text that a spreadsheet would take for a formula is marked as text; false where the partner's system reads the file and no spreadsheet does.</summary>
    public bool GuardsFormulas { get; init; } = true;

    /// <summary>Of XML: the root element's name.</summary>
    public string Root { get; init; } = "message";

    /// <summary>Of XML: the namespace of all elements; null for none.</summary>
    public string? Namespace { get; init; }

    /// <summary>Of XML: paths (<c>order.line.no</c>) or names (<c>**.id</c>) of what is an attribute and not an element.</summary>
    public IReadOnlySet<string> Attributes { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Of JSON: paths of what is a list even where it has one item.</summary>
    public IReadOnlySet<string> Lists { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The zone in which local times are written where a format has none.</summary>
    public string UtcOffset { get; init; } = "+09:00";
}
