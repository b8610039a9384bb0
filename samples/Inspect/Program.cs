using System.CommandLine;
using System.Text;
using Inspect;
using Microsoft.CodeAnalysis;

var attribute = new Argument<string>("attribute") { Description = "The attribute as it would stand in the code, e.g. \"ElmanRnn(N: 28, H: 64, K: 10, T: 28, Unroll = Unroll.Tiles)\"" };
var source = new Option<bool>("--source") { Description = "Print the generated C#." };
var plan = new Option<bool>("--plan") { Description = "Print how the network is computed: memory, tiles, cost, limits." };
var time = new Option<bool>("--time") { Description = "Print how long the generation takes." };
var root = new RootCommand("Prints what RnnGen makes of an attribute: the source and the plan behind it, or what is chosen below.") { attribute, source, plan, time };

root.SetAction(arguments =>
{
    Console.OutputEncoding = Encoding.UTF8;
    var request = new Request(arguments.GetValue(attribute)!);
    Generation result = request.Generate();
    IReadOnlyList<Diagnostic> errors = result.Errors();
    if (result.Spec is null || errors.Count > 0)
    {
        Report.Errors(request, errors);
        return 1;
    }

    bool all = !arguments.GetValue(source) && !arguments.GetValue(plan) && !arguments.GetValue(time);
    if (all || arguments.GetValue(source))
    {
        Console.Out.Write(result.Source);
    }

    if (all || arguments.GetValue(plan))
    {
        Report.Write(PlanReport.Of(result.Spec.Shape, result.Source));
    }

    if (arguments.GetValue(time))
    {
        Report.Write(TimeReport.Of(request, cold: result.Elapsed));
    }

    return 0;
});

return root.Parse(args).Invoke();
