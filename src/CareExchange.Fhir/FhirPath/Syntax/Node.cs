namespace CareExchange.Fhir.FhirPath.Syntax;

/// <summary>A node of the parsed expression.</summary>
/// <param name="Offset">Where it starts in the expression: for an operator, the operator itself.</param>
/// <param name="Depth">Levels below and including this node; bounded by the parser, so that later walks may recurse.</param>
internal abstract record Node(int Offset, int Depth);

/// <summary>A literal: a string, bool, int, decimal, temporal or quantity value; null for <c>{}</c>.</summary>
internal sealed record LiteralNode(int Offset, object? Value) : Node(Offset, 1);

/// <summary><c>$this</c>, <c>$index</c> or <c>$total</c>, without the dollar.</summary>
internal sealed record IterationNode(int Offset, string Name) : Node(Offset, 1);

/// <summary><c>%name</c>, without the percent sign.</summary>
internal sealed record VariableNode(int Offset, string Name) : Node(Offset, 1);

/// <summary><c>source.name</c>; without a source the name is looked up on the current item.</summary>
internal sealed record MemberNode(int Offset, Node? Source, string Name) : Node(Offset, 1 + (Source?.Depth ?? 0));

/// <summary><c>source.name(arguments)</c>.</summary>
internal sealed record CallNode(int Offset, Node? Source, string Name, IReadOnlyList<Node> Arguments)
    : Node(Offset, 1 + Math.Max(Source?.Depth ?? 0, Arguments.Count == 0 ? 0 : Arguments.Max(argument => argument.Depth)));

/// <summary><c>source[index]</c>.</summary>
internal sealed record IndexerNode(int Offset, Node Source, Node Index) : Node(Offset, 1 + Math.Max(Source.Depth, Index.Depth));

/// <summary><c>-operand</c> or <c>+operand</c>.</summary>
internal sealed record PolarityNode(int Offset, bool IsNegative, Node Operand) : Node(Offset, 1 + Operand.Depth);

/// <summary><c>left operator right</c> for every binary operator but the type operators.</summary>
internal sealed record BinaryNode(int Offset, string Operator, Node Left, Node Right) : Node(Offset, 1 + Math.Max(Left.Depth, Right.Depth));

/// <summary><c>operand is Type</c> or <c>operand as Type</c>.</summary>
internal sealed record TypeNode(int Offset, bool IsCast, Node Operand, TypeSpecifier Type) : Node(Offset, 1 + Operand.Depth);
