namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>What a function does: reads <paramref name="input"/>, evaluates its arguments as it needs them, appends to <paramref name="output"/>.</summary>
internal delegate void FunctionBody(in Scope scope, Items input, Call call, Items output);

/// <summary>A function of the language: its name, how many arguments it takes, and what it does.</summary>
internal sealed record Function(string Name, int Minimum, int Maximum, FunctionBody Body);
