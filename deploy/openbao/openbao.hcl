# OpenBao for one machine: on its disk, sealed after every start until a person opens it.
# Several machines want raft and auto-unseal; TLS is the gateway's network's business here.
ui            = false
disable_mlock = false
api_addr      = "http://openbao:8200"

storage "file" {
  path = "/openbao/file"
}

listener "tcp" {
  address     = "0.0.0.0:8200"
  tls_disable = true
}
