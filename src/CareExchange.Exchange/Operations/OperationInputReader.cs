using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Values;

namespace CareExchange.Exchange.Operations;

/// <summary>Query and body → the input of an operation (R4 operations.html#request), or everything that is wrong with them, each with its place.</summary>
/// <remarks>One reading, one thread. The document belongs to the caller, who gives it back when the operation is done.</remarks>
internal sealed class OperationInputReader(OperationEntry entry, OperationTarget target, Schema schema)
{
    // Families whose members clients often write for one another, and which say the same: a uri given as canonical is still a uri.
    private static readonly string[][] Families =
    [
        ["string", "code", "id", "markdown", "uri", "url", "canonical", "oid", "uuid"],
        ["date", "dateTime", "instant"],
        ["integer", "positiveInt", "unsignedInt"],
    ];

    private readonly OperationParameter[] _known = [.. entry.Definition.Parameters.Where(parameter => !parameter.IsOut)];
    private readonly List<OperationArgument> _arguments = [];
    private readonly List<KeyValuePair<string, string>> _query = [];
    private readonly List<Issue> _issues = [];
    private readonly List<Issue> _remarks = [];

    /// <summary>The document of the body; null where there was none.</summary>
    public FhirDocument? Document { get; private set; }

    public Outcome<OperationInput> Read(OperationRequest request)
    {
        foreach (var (name, value) in request.Query) ReadQuery(name, value);
        if (request.Body is { } body && !body.Bytes.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            var read = body.Read(schema);
            foreach (var issue in read.Issues) (issue.IsError ? _issues : _remarks).Add(issue);
            if (read.Value is { } document) ReadBody((Document = document).Root);
        }

        foreach (var parameter in _known)
        {
            var found = _arguments.Where(argument => argument.Name == parameter.Name).ToArray();
            if (parameter.Max >= 0 && found.Length > parameter.Max) _issues.Add(At(OperationIssues.Repeated(found[parameter.Max].Where, parameter.Name, parameter.Max), found[parameter.Max].Element));
            if (found.Length < parameter.Min && _issues.Count == 0) _issues.Add(OperationIssues.Missing(parameter.Name));
        }

        return _issues.Count > 0 ? Outcome.Failure<OperationInput>(_issues) : new OperationInput(_arguments, _query) { Remarks = _remarks };
    }

    private void ReadQuery(string name, string value)
    {
        var where = $"http.{name}";
        if (Find(name) is not { } parameter)
        {
            if (entry.Operation.TakesSearch) _query.Add(new(name, value));
            else _issues.Add(OperationIssues.UnknownParameter(where, name, Names));
        }
        else if (parameter.Type is not { } type || schema.FindType(type) is not { Kind: TypeKind.Primitive })
        {
            // R4 operations.html#request: only primitive values fit an address.
            _issues.Add(OperationIssues.WrongType(where, $"{parameter.Type ?? "parts"} in a Parameters body", "text"));
        }
        else
        {
            foreach (var text in parameter.Max == 1 ? [value] : Split(type, value)) Add(parameter.Name, type, text, default, where);
        }
    }

    private void ReadBody(Element root)
    {
        // Of several resources the one of any type may be the body itself.
        var resources = _known.Where(parameter => IsResource(parameter.Type)).ToArray();
        var single = resources.Length > 1 ? [.. resources.Where(parameter => parameter.Type is "Any" or "Resource")] : resources;
        if (root.TypeName != "Parameters" || (single is [{ Name: var name }] && !Holds(root, name) && target.Type is null or "Parameters" && IsParametersItself(root)))
        {
            if (single is [var only] && Fits(root, only.Type!)) _arguments.Add(new(only.Name, null, root, root.TypeName));
            else _issues.Add(At(OperationIssues.WrongBody(single is [var one] ? $"Parameters or {one.Type}" : "Parameters", root.TypeName.Length == 0 ? "no resource" : root.TypeName), root));
            return;
        }

        var index = 0;
        foreach (var parameter in root.Children("parameter")) ReadParameter(parameter, $"Parameters.parameter[{index++}]");
    }

    // $convert and $validate take any resource, Parameters too: those that name no parameter of the operation are what is to be converted.
    private bool IsParametersItself(Element root) => root.Children("parameter").ToArray().All(parameter => Find(parameter["name"].Text ?? "") is null);

    private static bool Holds(Element root, string name) => root.Children("parameter").ToArray().Any(parameter => parameter["name"].Text == name);

    private void ReadParameter(Element element, string where)
    {
        if (element["name"].Text is not { } name)
        {
            _issues.Add(At(Issue.Error("required", "operation-parameter-name", "The parameter has no name.", "매개변수에 이름이 없습니다.") with { Expression = where }, element));
            return;
        }

        if (Find(name) is not { } parameter)
        {
            if (entry.Operation.TakesSearch && element["value"].Text is { } text) _query.Add(new(name, text));
            else _issues.Add(At(OperationIssues.UnknownParameter(where, name, Names), element));
            return;
        }

        var (value, resource) = (element["value"], element["resource"]);
        var (found, at) = value.Exists ? (value.TypeName, $"{where}.value") : resource.Exists ? (resource.TypeName, $"{where}.resource") : ("parts", where);
        var wrong = OperationIssues.WrongType(at, parameter.Type ?? "parts", element["part"].Exists || found != "parts" ? found : "nothing");
        if (parameter.Type is not { } type)
        {
            if (element["part"].Exists && !value.Exists && !resource.Exists) _arguments.Add(new(name, null, element, where));
            else _issues.Add(At(wrong, element));
        }
        else if (IsResource(type))
        {
            if (resource.Exists && Fits(resource, type)) _arguments.Add(new(name, null, resource, at));
            else _issues.Add(At(wrong, element));
        }
        else if (!value.Exists || !IsSame(type, value.TypeName))
        {
            _issues.Add(At(wrong, element));
        }
        else if (value.IsPrimitive)
        {
            Add(name, type, value.Text ?? "", value, at);
        }
        else
        {
            _arguments.Add(new(name, null, value, at));
        }
    }

    private void Add(string name, string type, string text, Element element, string where)
    {
        if (PrimitiveText.Matches(type, text)) _arguments.Add(new(name, text, element, where));
        else _issues.Add(At(OperationIssues.WrongValue(where, PrimitiveText.Expected(type) ?? type), element));
    }

    // Codes have no commas, so a list of them may stand as one value, as in a search.
    private static string[] Split(string type, string value) => type is "code" or "id" ? value.Split(',', StringSplitOptions.TrimEntries) : [value];

    private static bool IsSame(string expected, string found) =>
        expected == found || expected is "Element" or "Any" || Array.Exists(Families, family => family.Contains(expected, StringComparer.Ordinal) && family.Contains(found, StringComparer.Ordinal));

    private static bool Fits(Element resource, string type) => type is "Resource" or "Any" or "DomainResource" ? resource.Type is { Kind: TypeKind.Resource } : resource.TypeName == type;

    private bool IsResource(string? type) => type is "Any" || (type is not null && schema.FindType(type) is { Kind: TypeKind.Resource });

    private OperationParameter? Find(string name) => Array.Find(_known, parameter => parameter.Name == name);

    private IEnumerable<string> Names => _known.Select(parameter => parameter.Name);

    private static Issue At(Issue issue, Element element) => element.Exists ? issue with { Line = element.Position.Line, Column = element.Position.Column } : issue;
}
