from kinwork.cli import main

main()
