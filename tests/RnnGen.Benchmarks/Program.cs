using System.CommandLine;
using RnnGen.Benchmarks.Accuracy;

// One verb per file: each adds its own command here.
var root = new RootCommand("Measures RnnGen: accuracy of its functions, speed against its peers.");
root.Subcommands.Add(AccuracyCommand.Create());
return root.Parse(args).Invoke();
